using KioskSuite.Benchmarks.Vision;
using KioskSuite.Imaging;
await new Clip(PortraitFilm.Shoot(PngReader.Read(File.ReadAllBytes(Artifacts.Portrait)).Value, 60)).SaveAsync("/tmp/f.clip", default);
