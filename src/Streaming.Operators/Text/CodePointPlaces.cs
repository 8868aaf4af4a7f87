namespace Streaming.Operators.Text;

/// <summary>Where the code points of a text start, so that it can be cut as Python cuts.</summary>
internal readonly struct CodePointPlaces
{
    private readonly string _text;
    private readonly int[]? _starts;

    /// <summary>The places of a text.</summary>
    public CodePointPlaces(string text)
    {
        _text = text;
        Count = CodePoints.Count(text);
        if (Count == text.Length)
        {
            return;
        }

        _starts = new int[Count + 1];
        for (var (at, i) = (0, 0); i < Count; i++)
        {
            _starts[i] = at;
            CodePoints.At(text, at, out var units);
            at += units;
        }

        _starts[Count] = text.Length;
    }

    /// <summary>The number of code points.</summary>
    public int Count { get; }

    /// <summary><c>text[from:to]</c>; ends beyond the text are its end.</summary>
    public string Slice(int from, int to) => _text[UnitOf(from)..UnitOf(to)];

    private int UnitOf(int codePoint) => codePoint >= Count ? _text.Length : _starts?[codePoint] ?? codePoint;
}
