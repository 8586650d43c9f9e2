using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

NativeDrawing.SilenceLibraries();
if (!ProcessLimits.ForbidCoreDumps()) await Console.Error.WriteLineAsync("imaging: core dumps stay allowed");
if (!ProcessLimits.LimitMemory()) await Console.Error.WriteLineAsync("imaging: memory stays unlimited");
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
var painter = new FacePainter(Path.Combine(AppContext.BaseDirectory, "Layouts"));
using var faces = new FaceService(VisionChoice.Parse(args));
var code = new ImagingLoop(input, output, painter, faces).Run();
if (code == ImagingLoop.BadFrame) await Console.Error.WriteLineAsync("imaging: bad frame");
return code;
