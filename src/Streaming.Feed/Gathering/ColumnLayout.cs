namespace Streaming.Feed.Gathering;

/// <summary>What Arrow's IPC format says of columns: arrays with their lengths and nulls, and their buffers, a parent before its children.</summary>
internal sealed class ColumnLayout
{
    private readonly List<(long Length, long Nulls)> _arrays = [];
    private readonly List<GatheredBytes> _buffers = [];

    /// <summary>Length and nulls of each array.</summary>
    public IReadOnlyList<(long Length, long Nulls)> Arrays => _arrays;

    /// <summary>The buffers.</summary>
    public IReadOnlyList<GatheredBytes> Buffers => _buffers;

    /// <summary>Adds an array; its buffers follow.</summary>
    public void AddArray(int length, int nulls) => _arrays.Add((length, nulls));

    /// <summary>Adds a buffer of the newest array.</summary>
    public void AddBuffer(GatheredBytes bytes) => _buffers.Add(bytes);
}
