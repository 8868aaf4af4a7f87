using System.Numerics;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Reads a run from its first key to its last.</summary>
internal sealed class KeyRunReader<TKey>(KeyRun<TKey> run, int bufferKeys = KeyRunReader<TKey>.DefaultBuffer) : IKeyStream<TKey>
    where TKey : unmanaged, IBinaryInteger<TKey>
{
    public const int DefaultBuffer = 8192;

    private readonly TKey[] _buffer = new TKey[(int)Math.Clamp(run.Count, 1, bufferKeys)];
    private long _read;
    private int _at;
    private int _filled;

    public TKey Current => _buffer[_at - 1];

    public bool MoveNext()
    {
        if (_at == _filled)
        {
            _filled = (int)Math.Min(_buffer.Length, run.Count - _read);
            if (_filled == 0)
            {
                return false;
            }

            run.Read(_read, _buffer.AsSpan(0, _filled));
            _read += _filled;
            _at = 0;
        }

        _at++;
        return true;
    }
}

/// <summary>Joins ascending streams into one; a key that is in several comes once.</summary>
internal sealed class KeyMerge<TKey> : IKeyStream<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly PriorityQueue<IKeyStream<TKey>, TKey> _next = new();
    private bool _started;

    public KeyMerge(IEnumerable<IKeyStream<TKey>> streams)
    {
        foreach (var stream in streams)
        {
            if (stream.MoveNext())
            {
                _next.Enqueue(stream, stream.Current);
            }
        }
    }

    public TKey Current { get; private set; }

    public bool MoveNext()
    {
        while (_next.TryPeek(out var stream, out var key))
        {
            if (stream.MoveNext())
            {
                _next.DequeueEnqueue(stream, stream.Current);
            }
            else
            {
                _next.Dequeue();
            }

            if (!_started || key != Current)
            {
                _started = true;
                Current = key;
                return true;
            }
        }

        return false;
    }
}
