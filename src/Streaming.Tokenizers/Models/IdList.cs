namespace Streaming.Tokenizers.Models;

/// <summary>Ids being gathered, or, where only their number is asked for, counted.</summary>
internal sealed class IdList
{
    private int[] _ids = new int[1024];

    public int Count { get; private set; }

    public bool CountsOnly { get; private set; }

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public void Reset(bool countsOnly)
    {
        Count = 0;
        CountsOnly = countsOnly;
    }

    public void Add(int id)
    {
        if (!CountsOnly)
        {
            Reserve(1);
            _ids[Count] = id;
        }

        Count++;
    }

    public void Add(ReadOnlySpan<int> ids)
    {
        if (!CountsOnly)
        {
            Reserve(ids.Length);
            ids.CopyTo(_ids.AsSpan(Count));
        }

        Count += ids.Length;
    }

    private void Reserve(int more)
    {
        if (_ids.Length - Count < more)
        {
            Array.Resize(ref _ids, Math.Max(_ids.Length * 2, Count + more));
        }
    }
}
