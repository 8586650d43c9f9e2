using System.Runtime.InteropServices;
using KioskSuite.Devices;

namespace KioskSuite.Imaging.Vision;

/// <summary>The functions of <c>native/vision_shim.cpp</c>, which tells what they take and give.</summary>
internal sealed unsafe class OpenCvShim : IDisposable
{
    private const int Abi = 1;
    private readonly nint _library;

    private OpenCvShim(nint library)
    {
        _library = library;
        Version = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "kv_opencv");
        Threads = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "kv_threads");
        Open = (delegate* unmanaged<byte*, nint*, int>)NativeLibrary.GetExport(library, "kv_open");
        Close = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "kv_close");
        Detect = (delegate* unmanaged<nint, byte*, int, int, int, FaceBox*, int, int*, int>)
            NativeLibrary.GetExport(library, "kv_detect");
        Follow = (delegate* unmanaged<byte*, byte*, int, int, float*, float*, bool*, int, int>)
            NativeLibrary.GetExport(library, "kv_follow");
    }

    public delegate* unmanaged<int> Version { get; }

    public delegate* unmanaged<int, int> Threads { get; }

    public delegate* unmanaged<byte*, nint*, int> Open { get; }

    public delegate* unmanaged<nint, void> Close { get; }

    public delegate* unmanaged<nint, byte*, int, int, int, FaceBox*, int, int*, int> Detect { get; }

    public delegate* unmanaged<byte*, byte*, int, int, float*, float*, bool*, int, int> Follow { get; }

    /// <returns>The shim; <see cref="DeviceFault.VisionFailed"/> where it or OpenCV is absent or another one.</returns>
    public static Outcome<OpenCvShim> Load(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library)) return Absent("OpenCV shim or OpenCV not there");
        if (NativeLibrary.TryGetExport(library, "kv_abi", out var abi)
            && ((delegate* unmanaged<int>)abi)() == Abi)
        {
            return new OpenCvShim(library);
        }

        NativeLibrary.Free(library);
        return Absent("OpenCV shim of another version");
    }

    public void Dispose() => NativeLibrary.Free(_library);

    private static Failure Absent(string said) => new(DeviceFault.VisionFailed, said);
}
