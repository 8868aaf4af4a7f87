namespace Streaming.Cli.Inspection;

/// <summary>The tables that a run keeps beside its primary one, where the topology gave them no other place.</summary>
internal static class SideTables
{
    private static readonly string[] _suffixes = [".rejects", ".dead_letters"];

    public static IEnumerable<string> Beside(string folder) => _suffixes.Select(s => Path.TrimEndingDirectorySeparator(folder) + s).Where(Directory.Exists);
}
