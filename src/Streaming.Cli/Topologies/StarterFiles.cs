namespace Streaming.Cli;

/// <summary>The files that <c>init</c> writes, kept as files so that they can be read and tested as such.</summary>
internal static class StarterFiles
{
    public static string Read(string name)
    {
        using var stream = typeof(StarterFiles).Assembly.GetManifestResourceStream($"starter/{name}") ?? throw new InvalidOperationException($"No starter file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
