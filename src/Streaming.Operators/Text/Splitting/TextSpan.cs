namespace Streaming.Operators.Text.Splitting;

/// <summary>A part of a text: UTF-16 units from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    /// <summary>The number of units.</summary>
    public int Length => End - Start;

    /// <summary>The part itself.</summary>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text[Start..End];

    /// <summary>The part without white space at its ends.</summary>
    public TextSpan Strip(ReadOnlySpan<char> text)
    {
        var part = Of(text);
        var first = part.IndexOfAnyExcept(PythonText.WhiteSpace);
        return first < 0 ? new(Start, Start) : new(Start + first, Start + part.LastIndexOfAnyExcept(PythonText.WhiteSpace) + 1);
    }
}
