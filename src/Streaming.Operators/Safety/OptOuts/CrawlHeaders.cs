namespace Streaming.Operators.Safety.OptOuts;

/// <summary>The fields of HTTP that a source kept in a map column, by their names in lower case.</summary>
internal readonly struct CrawlHeaders(object? column)
{
    private readonly KeyValuePair<object, object?>[] _fields = column as KeyValuePair<object, object?>[] ?? [];

    /// <summary>A field's value, several of one name as a list; null where there is none.</summary>
    public string? this[string name]
    {
        get
        {
            string? found = null;
            foreach (var (key, value) in _fields)
            {
                if (key is string text && text.Equals(name, StringComparison.OrdinalIgnoreCase) && value is string said)
                {
                    found = found is null ? said : $"{found}, {said}";
                }
            }

            return found;
        }
    }
}
