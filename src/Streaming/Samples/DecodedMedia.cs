namespace Streaming.Samples;

/// <summary>What operators of one stage decoded of a sample's media, for the others of that stage. Whoever takes something out must not change it. One thread at a time, as the sample itself.</summary>
/// <param name="room">Whether there is room for it.</param>
public sealed class DecodedMedia(IDecodedRoom room)
{
    private readonly List<(Media Medium, object Made, long Bytes)> _kept = [];

    /// <summary>What was decoded of a medium before, or else is now; it is kept where there is room.</summary>
    /// <typeparam name="T">What it is decoded to.</typeparam>
    /// <param name="medium">The medium.</param>
    /// <param name="decode">Decodes it; what it throws is not kept.</param>
    /// <param name="bytesOf">The bytes that the result takes.</param>
    public T Of<T>(Media medium, Func<T> decode, Func<T, long> bytesOf)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(decode);
        ArgumentNullException.ThrowIfNull(bytesOf);
        foreach (var (known, kept, _) in _kept)
        {
            if (ReferenceEquals(known, medium) && kept is T found)
            {
                return found;
            }
        }

        var made = decode();
        var bytes = bytesOf(made);
        if (room.TryTake(bytes))
        {
            _kept.Add((medium, made, bytes));
        }

        return made;
    }

    /// <summary>Lets go of what was decoded of a medium, which another one replaces.</summary>
    public void Forget(Media medium)
    {
        for (var i = _kept.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_kept[i].Medium, medium))
            {
                room.Give(_kept[i].Bytes);
                _kept.RemoveAt(i);
            }
        }
    }

    /// <summary>Lets go of everything.</summary>
    public void Release()
    {
        room.Give(_kept.Sum(k => k.Bytes));
        _kept.Clear();
    }
}

/// <summary>Bounds what is kept decoded, over all samples of a run.</summary>
public interface IDecodedRoom
{
    /// <summary>Takes room; false where there is not enough.</summary>
    bool TryTake(long bytes);

    /// <summary>Gives it back.</summary>
    void Give(long bytes);
}
