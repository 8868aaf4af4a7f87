namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>Sorts any number of records in bounded memory: full buffers become sorted files, which are merged while they are read.</summary>
/// <param name="shape">What they look like, and what they are sorted by.</param>
/// <param name="allowance">About how many bytes of memory it may take.</param>
/// <param name="folder">Where files go.</param>
/// <param name="sums">Whether records with the same keys are one, with the sum of their first figures.</param>
internal sealed class RecordSorter(RecordShape shape, long allowance, string folder, bool sums = false) : IDisposable
{
    private const int MaxFiles = 64;
    private const int MergeBuffer = 1024;
    private const int Smallest = 64;

    // A record, and its place in the order.
    private readonly int _maxBuffered = (int)Math.Clamp(allowance / ((shape.Width + 1) * sizeof(int)), Smallest, Array.MaxLength / (2 * shape.Width));
    private readonly List<RecordFile> _files = [];
    private int[] _buffer = new int[Smallest * shape.Width];
    private int _buffered;

    /// <summary>How many were added, once each time.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(ReadOnlySpan<int> record)
    {
        if (_buffered == _maxBuffered)
        {
            Spill();
        }

        if ((_buffered + 1) * shape.Width > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min((long)_maxBuffered * shape.Width, 2L * _buffer.Length));
        }

        record.CopyTo(_buffer.AsSpan(_buffered++ * shape.Width));
        Count++;
    }

    /// <summary>All of them in ascending order. Nothing may be added after.</summary>
    public IRecordStream Sorted() => Merged(_files.Select(file => file.Read(MergeBuffer)).Append(SortedBuffer()));

    public void Dispose()
    {
        _files.ForEach(file => file.Dispose());
        _files.Clear();
        _buffer = [];
    }

    private IRecordStream Merged(IEnumerable<IRecordStream> streams) => sums ? new RecordSums(new RecordMerge(streams, shape), shape) : new RecordMerge(streams, shape);

    private void Spill()
    {
        _files.Add(Written(Merged([SortedBuffer()])));
        _buffered = 0;
        if (_files.Count == MaxFiles)
        {
            var all = Written(Merged(_files.Select(file => file.Read(MergeBuffer))));
            _files.ForEach(file => file.Dispose());
            _files.Clear();
            _files.Add(all);
        }
    }

    private RecordFile Written(IRecordStream records)
    {
        var file = new RecordFile(folder, shape.Width);
        try
        {
            while (records.MoveNext())
            {
                file.Add(records.Current);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private Buffered SortedBuffer()
    {
        var order = new int[_buffered];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i * shape.Width;
        }

        order.AsSpan().Sort(new ByRecord(_buffer, shape));
        return new(_buffer, order, shape.Width);
    }

    private readonly struct ByRecord(int[] buffer, RecordShape shape) : IComparer<int>
    {
        public int Compare(int x, int y) => shape.Compare(buffer.AsSpan(x, shape.Keys), buffer.AsSpan(y, shape.Keys));
    }

    private sealed class Buffered(int[] buffer, int[] order, int width) : IRecordStream
    {
        private int _at = -1;

        public ReadOnlySpan<int> Current => buffer.AsSpan(order[_at], width);

        public bool MoveNext() => ++_at < order.Length;
    }
}
