using System.Diagnostics.CodeAnalysis;

namespace Streaming.Samples;

/// <summary>A small ordered map of column name → value. Tens of entries: searched linearly, names are usually the same instances.</summary>
public sealed class ColumnValues
{
    private string[] _names;
    private object?[] _values;

    /// <summary>No columns.</summary>
    public ColumnValues() : this([], [])
    {
    }

    /// <summary>Takes both arrays over; <paramref name="names"/> may be shared by many samples, it is copied before it is changed.</summary>
    public ColumnValues(string[] names, object?[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, names.Length);
        _names = names;
        _values = values;
    }

    /// <summary>The number of columns.</summary>
    public int Count => _names.Length;

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The value of a column, null where it is missing; setting adds the column.</summary>
    public object? this[string name]
    {
        get => IndexOf(name) is var i and >= 0 ? _values[i] : null;
        set => Set(name, value);
    }

    /// <summary>Whether the column is there, and its value.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out object? value)
    {
        var i = IndexOf(name);
        value = i >= 0 ? _values[i] : null;
        return i >= 0;
    }

    /// <summary>The value at a place of <see cref="Names"/>.</summary>
    public object? ValueAt(int index) => _values[index];

    /// <summary>Removes a column, if it is there.</summary>
    public void Remove(string name)
    {
        var at = IndexOf(name);
        if (at >= 0)
        {
            _names = [.. _names.Where((_, i) => i != at)];
            _values = [.. _values.Where((_, i) => i != at)];
        }
    }

    /// <summary>A copy whose columns can be changed alone; the values themselves are shared.</summary>
    public ColumnValues Copy() => new(_names, (object?[])_values.Clone());

    private void Set(string name, object? value)
    {
        var at = IndexOf(name);
        if (at < 0)
        {
            _names = [.. _names, name];
            _values = [.. _values, value];
        }
        else
        {
            _values[at] = value;
        }
    }

    private int IndexOf(string name)
    {
        var names = _names;
        for (var i = 0; i < names.Length; i++)
        {
            if (ReferenceEquals(names[i], name))
            {
                return i;
            }
        }

        return Array.IndexOf(names, name);
    }
}
