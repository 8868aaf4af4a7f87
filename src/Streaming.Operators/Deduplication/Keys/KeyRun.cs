using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Operators.Deduplication.Keys;

/// <summary>Sorted keys in a file that lives as long as this object. Keys are hashes, so a look needs no index: interpolation finds the page in two or three reads.</summary>
internal sealed class KeyRun<TKey> : IDisposable where TKey : unmanaged, IBinaryInteger<TKey>
{
    private const int PageBytes = 4096;

    // After so many guesses the keys are not as uniform as hashes are, and halving is safer.
    private const int MaxGuesses = 8;

    private readonly SafeFileHandle _file;

    private KeyRun(SafeFileHandle file, long count)
    {
        _file = file;
        Count = count;
    }

    public long Count { get; }

    /// <summary>Writes ascending keys to a new file. <paramref name="seen"/> gets each of them, in order.</summary>
    public static KeyRun<TKey> Write(string path, IKeyStream<TKey> keys, Action<TKey>? seen = null)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            var buffer = new TKey[KeyRunReader<TKey>.DefaultBuffer];
            long count = 0;
            var filled = 0;
            while (keys.MoveNext())
            {
                seen?.Invoke(keys.Current);
                buffer[filled++] = keys.Current;
                if (filled == buffer.Length)
                {
                    count += Flush(file, buffer, count);
                    filled = 0;
                }
            }

            count += Flush(file, buffer.AsSpan(0, filled), count);
            return new(file, count);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool Contains(TKey key)
    {
        Seek(key, out var isThere);
        return isThere;
    }

    /// <summary>The place of the first key that is not less than <paramref name="key"/>.</summary>
    public long Seek(TKey key, out bool isThere)
    {
        Span<TKey> page = stackalloc TKey[PageBytes / Unsafe.SizeOf<TKey>()];
        long low = 0, high = Count;
        double lowBound = 0, highBound = 1;
        var target = Fraction(key);
        for (var guess = 0; low < high; guess++)
        {
            var share = guess < MaxGuesses && highBound > lowBound ? (target - lowBound) / (highBound - lowBound) : 0.5;
            var start = Math.Clamp(low + (long)(share * (high - low)) - (page.Length / 2), low, Math.Max(low, high - page.Length));
            var keys = Read(start, page[..(int)Math.Min(page.Length, high - start)]);
            if (key < keys[0])
            {
                (high, highBound) = (start, Fraction(keys[0]));
            }
            else if (key > keys[^1])
            {
                (low, lowBound) = (start + keys.Length, Fraction(keys[^1]));
            }
            else
            {
                var at = keys.BinarySearch(key);
                isThere = at >= 0;
                return start + (isThere ? at : ~at);
            }
        }

        isThere = false;
        return low;
    }

    /// <summary>Fills <paramref name="keys"/> from the run, beginning with key number <paramref name="from"/>.</summary>
    public ReadOnlySpan<TKey> Read(long from, Span<TKey> keys)
    {
        var bytes = MemoryMarshal.AsBytes(keys);
        var offset = from * Unsafe.SizeOf<TKey>();
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, offset);
            if (read == 0)
            {
                throw new IOException("A file of spilled keys was cut off by another program.");
            }

            bytes = bytes[read..];
            offset += read;
        }

        return keys;
    }

    public void Dispose() => _file.Dispose();

    private static int Flush(SafeFileHandle file, ReadOnlySpan<TKey> keys, long at)
    {
        RandomAccess.Write(file, MemoryMarshal.AsBytes(keys), at * Unsafe.SizeOf<TKey>());
        return keys.Length;
    }

    private static double Fraction(TKey key) => KeyBits.High(key) * (1.0 / 18446744073709551616.0);
}
