using KioskSuite.Imaging;

NativeDrawing.SilenceLibraries();
if (!NativeDrawing.ForbidCoreDumps()) await Console.Error.WriteLineAsync("imaging: core dumps stay allowed");
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
var painter = new FacePainter(Path.Combine(AppContext.BaseDirectory, "Layouts"));
var code = new ImagingLoop(input, output, painter).Run();
if (code == ImagingLoop.BadFrame) await Console.Error.WriteLineAsync("imaging: bad frame");
return code;
