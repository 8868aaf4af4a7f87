namespace Streaming.Tokenizers.Models;

/// <summary>Tokens of one piece: their ids, and where in the piece they lie (UTF-8 bytes or UTF-16 units, as the model counts).</summary>
internal sealed class TokenList
{
    private int[] _ids = new int[64];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public int StartOf(int index) => _starts[index];

    public int EndOf(int index) => _ends[index];

    public void Clear() => Count = 0;

    public void Add(int id, int start, int end)
    {
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _ends, Count * 2);
        }

        _ids[Count] = id;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    public void Truncate(int count) => Count = count;

    public void Reverse(int from)
    {
        Array.Reverse(_ids, from, Count - from);
        Array.Reverse(_starts, from, Count - from);
        Array.Reverse(_ends, from, Count - from);
    }
}
