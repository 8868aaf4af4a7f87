namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>A value for each UTF-16 unit, default for most: pages of 256, so that the few pages in use stay in the first-level cache.</summary>
internal sealed class CharTable<T>
    where T : unmanaged
{
    private readonly byte[] _page = new byte[256];
    private T[] _values = new T[256];

    public T this[char c] => _values[(_page[c >> 8] << 8) | (c & 0xFF)];

    /// <summary>The place of a value, for building the table.</summary>
    public ref T At(char c)
    {
        if (_page[c >> 8] == 0)
        {
            // Page 0 stays all default: it stands for every page that nobody wrote to.
            _page[c >> 8] = (byte)(_values.Length >> 8);
            Array.Resize(ref _values, _values.Length + 256);
        }

        return ref _values[(_page[c >> 8] << 8) | (c & 0xFF)];
    }
}
