using KioskSuite.Camera.Mjpeg;
using KioskSuite.CardPrinter.Evolis;
using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.IdReader.Sdt;
using KioskSuite.Imaging;
using KioskSuite.Jobs;
using KioskSuite.Service.Configuration;

namespace KioskSuite.Service.Hosting;

/// <summary>Makes each driver from its part of the configuration; nothing is opened here.</summary>
internal sealed class Adapters(KioskDevices devices, ImagingProcess imaging) : IAsyncDisposable
{
    private static readonly EvolisOptions s_printer = new();
    private static readonly TimeSpan s_connectWithin = TimeSpan.FromSeconds(5);

    public KioskDevices Devices { get; } = devices;

    public static Adapters Of(KioskConfiguration c, TimeProvider time)
    {
        var imaging = new ImagingProcess(FaceModels.Options(c.Camera), time);
        var devices = new KioskDevices(
            IdReader(c.IdReader, time), Printer(c.Printer, time), Chip("chip", c.Chip, time), imaging)
        {
            Antenna = c.Antenna is null ? null : Chip("antenna", c.Antenna, time),
            Face = c.Camera is null
                ? null
                : new FaceDevices(Camera(c.Camera, time), imaging, FaceModels.Platform(c.Camera, time) ?? imaging),
        };
        return new Adapters(devices, imaging);
    }

    /// <summary>Refuses to start with a model that cannot be used.</summary>
    /// <exception cref="ConfigurationException">Names the setting.</exception>
    public Task CheckModelsAsync(CameraConfiguration? camera, CancellationToken stop) =>
        FaceModels.CheckAsync(imaging, camera, stop);

    /// <summary>Has pictures' own process ready before the first customer; then waits to be stopped.</summary>
    public async Task WarmAsync(CancellationToken stop)
    {
        await imaging.WarmAsync(stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Devices.IdReader.DisposeAsync();
        await Devices.Printer.DisposeAsync();
        await Devices.Chip.DisposeAsync();
        await (Devices.Antenna?.DisposeAsync() ?? default);
        await (Devices.Face?.Camera.DisposeAsync() ?? default);
        if (Devices.Face?.Matcher is IAsyncDisposable matcher) await matcher.DisposeAsync();
        await imaging.DisposeAsync();
    }

    private static MjpegCamera Camera(CameraConfiguration c, TimeProvider time)
    {
        IMjpegSource source = Uri.TryCreate(c.Source, UriKind.Absolute, out var address) && !address.IsFile
            ? new HttpMjpegSource(address)
            : c.FramesPerSecond > 0
                ? new FileMjpegSource(c.Source, c.FramesPerSecond)
                : throw new ConfigurationException("camera.framesPerSecond: a recording needs it");
        return new MjpegCamera("camera", source, time, new MjpegOptions());
    }

    private static SdtReader IdReader(IdReaderConfiguration c, TimeProvider time)
    {
        IPortraitDecoder decoder = c.PortraitDecoder switch
        {
            "none" => new NoPortraitDecoder(),
            "KSP1" => new TaggedPortraitDecoder(),
            _ => throw new ConfigurationException($"idReader.portraitDecoder: unknown decoder {c.PortraitDecoder}"),
        };
        var link = new SerialLink(new SerialOptions(c.Port) { BaudRate = c.Baud });
        return new SdtReader("idReader", link, decoder, time, new SdtOptions { BaudRate = c.Baud });
    }

    private static EvolisPrinter Printer(PrinterConfiguration c, TimeProvider time) =>
        new("printer", new TcpLink(c.Host, c.Port, s_connectWithin, time), time, s_printer, EvolisModel.Find(
            s_printer.Model));

    private static IChipStation Chip(string name, ChipConfiguration c, TimeProvider time)
    {
        if (c.Direct.Length == 0)
        {
            var options = new PcscOptions(c.Reader) { Serial = c.Serial };
            return new PcscChipStation(
                name, c.Ignored is null ? options : options with { Ignored = c.Ignored }, time);
        }

        return c.Direct.Split(':') is [var host, var port] && int.TryParse(port, out var number)
            ? new DirectChipStation(name, new TcpLink(host, number, s_connectWithin, time), new DirectOptions(), time)
            : throw new ConfigurationException($"{name}.direct: {c.Direct} is not host:port");
    }
}
