namespace Streaming.Operators.Text;

/// <summary>A sequence whose n-grams are counted.</summary>
internal interface IGramSequence
{
    /// <summary>The number of items.</summary>
    int Length { get; }

    /// <summary>A number that equal items share.</summary>
    ulong Code(int index);

    /// <summary>Whether the n-grams that start at two places are equal.</summary>
    bool Same(int first, int second, int n);
}

/// <summary>UTF-16 units of a text without surrogates: its code points.</summary>
internal readonly ref struct UnitSequence(ReadOnlySpan<char> text) : IGramSequence
{
    private readonly ReadOnlySpan<char> _text = text;

    public int Length => _text.Length;

    public ulong Code(int index) => _text[index];

    public bool Same(int first, int second, int n) => _text.Slice(first, n).SequenceEqual(_text.Slice(second, n));
}

/// <summary>Code points.</summary>
internal readonly ref struct CodePointSequence(ReadOnlySpan<int> codePoints) : IGramSequence
{
    private readonly ReadOnlySpan<int> _codePoints = codePoints;

    public int Length => _codePoints.Length;

    public ulong Code(int index) => (uint)_codePoints[index];

    public bool Same(int first, int second, int n) => _codePoints.Slice(first, n).SequenceEqual(_codePoints.Slice(second, n));
}

/// <summary>Words of a text.</summary>
internal readonly ref struct WordSequence(ReadOnlySpan<char> text, ReadOnlySpan<Word> words) : IGramSequence
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<Word> _words = words;

    public int Length => _words.Length;

    public ulong Code(int index) => _words[index].Hash;

    public bool Same(int first, int second, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var (a, b) = (_words[first + i], _words[second + i]);
            if (a.Hash != b.Hash || !_text.Slice(a.Start, a.Length).SequenceEqual(_text.Slice(b.Start, b.Length)))
            {
                return false;
            }
        }

        return true;
    }
}
