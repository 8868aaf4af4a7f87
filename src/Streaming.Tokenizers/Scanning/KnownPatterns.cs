namespace Streaming.Tokenizers.Scanning;

/// <summary>The split patterns that have a scanner of their own.</summary>
internal static class KnownPatterns
{
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    public const string Clip = @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

    private const string Cl100kEnd = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Cl100kBegin = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string O200kEnd = @"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string Contraction = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
    private const string Prefix = @"[^\r\n\p{L}\p{N}]?";

    public static WordScanner ByteLevel { get; } = new Gpt2Scanner();

    public static WordScanner Cl100k { get; } = new Cl100kScanner(3);

    public static WordScanner O200k { get; } = new O200kScanner(3, withContractions: true);

    private static readonly Dictionary<string, WordScanner> Scanners = new(StringComparer.Ordinal)
    {
        [Gpt2] = ByteLevel,
        [Clip] = new ClipScanner(),
        [Cl100kBegin + @"\p{N}{1,3}" + Cl100kEnd] = Cl100k,
        [Cl100kBegin + @"\p{N}" + Cl100kEnd] = new Cl100kScanner(1),
        [@"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + Cl100kEnd] = Cl100k,
        [Prefix + Upper + "*" + Lower + "+" + Contraction + "|" + Prefix + Upper + "+" + Lower + "*" + Contraction + @"|\p{N}{1,3}" + O200kEnd] = O200k,
        [Prefix + Upper + "*" + Lower + "+|" + Prefix + Upper + "+" + Lower + @"*|\p{N}" + O200kEnd] = new O200kScanner(1, withContractions: false),
    };

    /// <summary>The scanner of a pattern, or null.</summary>
    public static WordScanner? ScannerOf(string pattern) => Scanners.GetValueOrDefault(pattern);
}
