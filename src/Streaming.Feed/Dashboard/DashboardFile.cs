namespace Streaming.Feed.Dashboard;

/// <summary>The files of the page, which are part of the assembly.</summary>
internal static class DashboardFile
{
    /// <summary>A file's bytes.</summary>
    public static byte[] Read(string file)
    {
        using var stream = typeof(DashboardFile).Assembly.GetManifestResourceStream($"dashboard/{file}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
