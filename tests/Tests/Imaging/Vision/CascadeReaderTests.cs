using System.Text;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>The cascade is a file that somebody installed: it may be another one, half of one, or an attack.</summary>
public sealed class CascadeReaderTests
{
    private static readonly string s_installed = File.ReadAllText(new ImagingOptions().Cascade);

    [Fact]
    public void The_installed_cascade_is_read_whole()
    {
        var cascade = Read(s_installed).ShouldNotBeNull();
        (cascade.Width, cascade.Height, cascade.Stages.Length, cascade.Stumps.Length).ShouldBe((45, 45, 19, 149));
        cascade.Subsets.Length.ShouldBe(149 * Cascade.SubsetBytes);
        cascade.Stages.Sum(stage => stage.Count).ShouldBe(149);
    }

    [Fact]
    public void A_missing_file_is_no_cascade() => CascadeReader.ReadFile("/nowhere/cascade.xml").ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("<opencv_storage/>")]
    [InlineData("<opencv_storage><cascade/></opencv_storage>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><opencv_storage>&b;</opencv_storage>")]
    [InlineData("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><opencv_storage/>")]
    public void Another_document_is_refused(string xml) => Read(xml).ShouldBeNull();

    [Theory]
    [InlineData("<featureType>LBP", "<featureType>HAAR")]
    [InlineData("<stageType>BOOST", "<stageType>TREE")]
    [InlineData("<height>45", "<height>450")]
    [InlineData("<height>45", "<height>20")]
    [InlineData("<height>45", "<height>-45")]
    [InlineData("<height>45", "<height>45 45")]
    [InlineData("<height>45", "<height>9999999999999")]
    [InlineData("42 29 1 2</rect>", "42 44 1 2</rect>")]
    [InlineData("42 29 1 2</rect>", "42 29 2147483647 2</rect>")]
    [InlineData("42 29 1 2</rect>", "-1 29 1 2</rect>")]
    [InlineData("42 29 1 2</rect>", "42 29 0 2</rect>")]
    [InlineData("42 29 1 2</rect>", "42 29 1</rect>")]
    [InlineData("0 -1 26 ", "0 -1 9999 ")]
    [InlineData("0 -1 26 ", "0 -1 -1 ")]
    [InlineData("0 -1 26 ", "1 -1 26 ")]
    [InlineData("0 -1 26 ", "0 -1 ")]
    [InlineData("-3.8938775658607483e-001", "NaN")]
    [InlineData("-3.8938775658607483e-001", "1e999")]
    [InlineData("-3.8938775658607483e-001", "-3.9 7")]
    [InlineData("-4.1617846488952637e+000", "low")]
    public void A_cascade_with_one_wrong_word_is_refused(string right, string wrong)
    {
        s_installed.ShouldContain(right);
        var at = s_installed.IndexOf(right, StringComparison.Ordinal);
        var xml = s_installed.Remove(at, right.Length).Insert(at, wrong);
        // The last rectangle is used by no stump in this file, so a stump is made to use it.
        if (right.EndsWith("</rect>", StringComparison.Ordinal)) xml = xml.Replace("0 -1 26 ", "0 -1 141 ");
        Read(xml).ShouldBeNull();
    }

    [Fact]
    public void A_cascade_cut_off_anywhere_is_refused()
    {
        var xml = Encoding.UTF8.GetBytes(s_installed);
        for (var length = 0; length < xml.Length - 30; length += 997)
            CascadeReader.Read(xml.AsMemory(0, length)).ShouldBeNull();
    }

    [Fact]
    public void A_document_of_a_hundred_thousand_levels_is_refused()
    {
        const int Levels = 100_000;
        var xml = new StringBuilder("<opencv_storage>");
        for (var i = 0; i < Levels; i++) xml.Append("<a>");
        for (var i = 0; i < Levels; i++) xml.Append("</a>");
        Read(xml.Append("</opencv_storage>").ToString()).ShouldBeNull();
    }

    [Fact]
    public void A_document_larger_than_a_mebibyte_is_refused() =>
        Read(s_installed + new string(' ', 1024 * 1024)).ShouldBeNull();

    private static Cascade? Read(string xml) => CascadeReader.Read(Encoding.UTF8.GetBytes(xml));
}
