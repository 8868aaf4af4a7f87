namespace Streaming.Operators.Holding;

/// <summary>Names for files in a scratch folder. Several stores of one operator share the folder, so no name comes twice.</summary>
internal static class ScratchFile
{
    private static long _made;

    /// <summary>A path that was not given before.</summary>
    /// <param name="folder">The scratch folder.</param>
    /// <param name="kind">What the file holds, for who looks into the folder.</param>
    public static string In(string folder, string kind) => Path.Combine(folder, $"{kind}-{Interlocked.Increment(ref _made)}");
}
