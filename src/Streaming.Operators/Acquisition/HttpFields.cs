namespace Streaming.Operators.Acquisition;

/// <summary>The fields of HTTP that a source kept in a map column.</summary>
internal readonly struct HttpFields(object? column)
{
    private readonly KeyValuePair<object, object?>[] _fields = column as KeyValuePair<object, object?>[] ?? [];

    /// <summary>A field's value, whatever the case of its name, several of one name a line each; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            string? found = null;
            foreach (var (key, value) in _fields)
            {
                if (key is string text && text.Equals(name, StringComparison.OrdinalIgnoreCase) && value is string said)
                {
                    found = found is null ? said : $"{found}\n{said}";
                }
            }

            return found;
        }
    }
}
