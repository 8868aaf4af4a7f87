namespace Streaming.Benchmarks.Corpora;

/// <summary>Where corpora and outputs of comparisons lie: the folder in STREAMING_BENCHMARKS, else one under the temporary folder. Corpora are kept for the next time.</summary>
internal static class Workspace
{
    /// <summary>The folder.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("STREAMING_BENCHMARKS") ?? Path.Combine(Path.GetTempPath(), "streaming-benchmarks")).FullName;

    /// <summary>The path of something in it.</summary>
    public static string At(string path) => Path.Combine(Folder, path);

    /// <summary>An output's folder, emptied together with the folders that stand beside it.</summary>
    public static string Fresh(string name)
    {
        foreach (var folder in Directory.GetDirectories(Folder, name + "*"))
        {
            Directory.Delete(folder, recursive: true);
        }

        return At(name);
    }
}
