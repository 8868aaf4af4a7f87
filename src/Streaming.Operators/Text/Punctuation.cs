namespace Streaming.Operators.Text;

/// <summary>datatrove's sets of punctuation, control characters (without tab and line feed) among them.</summary>
internal static class Punctuation
{
    private static readonly Lazy<(CodePointSet Marks, CodePointSet Terminal, CodePointSet All)> Sets = new(Load);

    /// <summary>What the normalisation of texts replaces by blanks.</summary>
    public static CodePointSet Marks => Sets.Value.Marks;

    /// <summary>Ends of sentences in many scripts.</summary>
    public static CodePointSet Terminal => Sets.Value.Terminal;

    /// <summary>Both: words of nothing else are symbols to the Gopher rules.</summary>
    public static CodePointSet All => Sets.Value.All;

    private static (CodePointSet Marks, CodePointSet Terminal, CodePointSet All) Load()
    {
        using var file = typeof(Punctuation).Assembly.GetManifestResourceStream("punctuation.txt")!;
        using var reader = new StreamReader(file);
        var (marks, terminal) = (CodePointSet.Parse(reader.ReadLine()!), CodePointSet.Parse(reader.ReadLine()!));
        return (marks, terminal, CodePointSet.Where(c => marks.Contains(c) || terminal.Contains(c)));
    }
}
