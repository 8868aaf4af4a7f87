namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>The shingles of one text: windows over tokens that stand joined in one UTF-8 buffer, so that each shingle is a slice of it. Reused from text to text.</summary>
internal sealed class Shingles
{
    private int[] _starts = new int[1024];
    private int[] _ends = new int[1024];
    private int _tokens;
    private int _window = 1;

    /// <summary>The buffer.</summary>
    public byte[] Utf8 { get; private set; } = new byte[8192];

    /// <summary>How many shingles there are; a text of fewer tokens than the window has none.</summary>
    public int Count => Math.Max(0, _tokens - _window + 1);

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => Utf8.Length + (8L * _starts.Length);

    /// <summary>A shingle's bytes.</summary>
    public ReadOnlySpan<byte> this[int index] => Utf8.AsSpan(_starts[index].._ends[index + _window - 1]);

    /// <summary>Forgets the tokens.</summary>
    public void Begin(int window)
    {
        _window = window;
        _tokens = 0;
    }

    /// <summary>Makes room in the buffer, whose content stays.</summary>
    public byte[] Reserve(int bytes)
    {
        if (Utf8.Length < bytes)
        {
            var larger = new byte[Math.Max(bytes, 2 * Utf8.Length)];
            Utf8.CopyTo(larger, 0);
            Utf8 = larger;
        }

        return Utf8;
    }

    /// <summary>Appends a token that stands at these bytes of the buffer.</summary>
    public void AddToken(int start, int end)
    {
        if (_tokens == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * _tokens);
            Array.Resize(ref _ends, 2 * _tokens);
        }

        _starts[_tokens] = start;
        _ends[_tokens++] = end;
    }
}
