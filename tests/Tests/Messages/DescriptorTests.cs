using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using KioskSuite.ConsoleTool;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using KioskSuite.Messages.Evidence;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Messages;

/// <summary>
/// What is stored and sent outlives the code: a number, name or type that changes breaks every log already written.
/// </summary>
public sealed class DescriptorTests
{
    [Fact]
    public void Every_message_field_enum_and_method_is_as_the_golden_file_says()
    {
        var golden = File.ReadAllLines(Repository.PathTo("tests", "Tests", "Messages", "descriptors.txt"));
        string[] found =
        [
            .. Lines(CentralReflection.Descriptor), .. Lines(EntriesReflection.Descriptor),
            .. Lines(FoldReflection.Descriptor), .. Lines(EvidenceReflection.Descriptor),
        ];
        var differences = golden.Except(found).Select(line => "- " + line)
            .Concat(found.Except(golden).Select(line => "+ " + line)).ToList();
        if (differences.Count > 0)
            File.WriteAllLines(Path.Combine(AppContext.BaseDirectory, "descriptors.txt"), found);

        differences.ShouldBeEmpty("never take a line away; for new ones copy descriptors.txt from the output folder");
        found.ShouldBe(golden);
    }

    [Fact]
    public void Each_kind_named_in_the_entries_has_its_parser_in_the_console()
    {
        var source = File.ReadAllText(Repository.PathTo("src", "Messages", "entries.proto"));
        var options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;
        var named = Regex.Matches(source, @"^message (?<message>\w+) \{.*\} +// (?<kind>[a-z.]+)", options)
            .ToDictionary(match => match.Groups["kind"].Value, match => match.Groups["message"].Value);

        named.Count.ShouldBe(EntriesReflection.Descriptor.MessageTypes.Count);
        EntryKinds.Parsers
            .ToDictionary(pair => pair.Key, pair => pair.Value.ParseFrom(Array.Empty<byte>()).Descriptor.Name)
            .ShouldBe(named, ignoreOrder: true);
    }

    private static IEnumerable<string> Lines(FileDescriptor file) =>
        file.EnumTypes.SelectMany(Lines)
            .Concat(file.MessageTypes.SelectMany(Lines))
            .Concat(file.Services.SelectMany(Lines));

    private static IEnumerable<string> Lines(EnumDescriptor type) =>
        type.Values.Select(value => $"enum {type.FullName} {value.Number} {value.Name}");

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder().Select(Line)
            .Prepend($"message {message.FullName}")
            .Concat(message.EnumTypes.SelectMany(Lines))
            .Concat(message.NestedTypes.SelectMany(Lines));

    private static string Line(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            _ => field.FieldType.ToString().ToLowerInvariant(),
        };
        var repeated = field.IsRepeated ? " repeated" : "";
        var oneof = field.ContainingOneof is { } one ? $" oneof {one.Name}" : "";
        return $"field {field.ContainingType.FullName} {field.FieldNumber} {field.Name} {type}{repeated}{oneof}";
    }

    private static IEnumerable<string> Lines(ServiceDescriptor service) =>
        service.Methods.Select(method =>
            $"method {service.FullName}.{method.Name} {Stream(method.IsClientStreaming)}{method.InputType.FullName} "
            + $"to {Stream(method.IsServerStreaming)}{method.OutputType.FullName}");

    private static string Stream(bool streams) => streams ? "stream " : "";
}
