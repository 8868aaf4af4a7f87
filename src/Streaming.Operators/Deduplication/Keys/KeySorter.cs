using System.Numerics;
using System.Runtime.CompilerServices;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Sorts any number of keys in bounded memory: full buffers become sorted runs on disk, which are merged while they are read.</summary>
/// <param name="allowance">About how many bytes of memory it may take.</param>
/// <param name="folder">Makes the folder for runs; asked on first use.</param>
internal sealed class KeySorter<TKey>(long allowance, Func<string> folder) : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int SmallestRead = 256;

    private readonly int _maxBuffered = (int)Math.Clamp(allowance / Unsafe.SizeOf<TKey>(), 64, Array.MaxLength / 16);
    private readonly List<KeyRun<TKey>> _runs = [];
    private TKey[] _buffer = new TKey[64];
    private int _buffered;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => (long)_buffer.Length * Unsafe.SizeOf<TKey>();

    /// <summary>Files on disk.</summary>
    public int RunCount => _runs.Count;

    public void Add(TKey key)
    {
        if (_buffered == _maxBuffered)
        {
            var run = KeyRun<TKey>.Write(ScratchFile.In(folder(), "sorted"), SortBuffer());
            _runs.Add(run);
            _buffered = 0;
        }

        if (_buffered == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_maxBuffered, 2 * _buffer.Length));
        }

        _buffer[_buffered++] = key;
    }

    /// <summary>All keys in ascending order, each once. Nothing may be added after.</summary>
    public IKeyStream<TKey> Sorted()
    {
        var readers = Math.Clamp(_maxBuffered / Math.Max(1, _runs.Count), SmallestRead, KeyRunReader<TKey>.DefaultBuffer);
        return new KeyMerge<TKey>(_runs.Select(run => (IKeyStream<TKey>)new KeyRunReader<TKey>(run, readers)).Append(SortBuffer()));
    }

    public void Dispose()
    {
        _runs.ForEach(run => run.Dispose());
        _runs.Clear();
        _buffer = [];
    }

    private KeyArrayStream<TKey> SortBuffer()
    {
        _buffer.AsSpan(0, _buffered).Sort();
        return new(_buffer.AsMemory(0, _buffered));
    }
}
