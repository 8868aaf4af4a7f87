namespace Streaming.Operators;

/// <summary>Every <see cref="IRowFormat"/> among the program's assemblies.</summary>
public static class RowFormats
{
    private static readonly Lazy<IReadOnlyDictionary<string, IRowFormat>> _known = new(() => OperatorCatalog.ShippedTypes()
        .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IRowFormat)))
        .Select(t => (IRowFormat)Activator.CreateInstance(t)!)
        .ToDictionary(f => f.Name));

    /// <summary>The format of that name.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static IRowFormat Find(string name) => _known.Value.TryGetValue(name, out var format)
        ? format
        : throw new BadInputException($"There is no format of tables named '{name}'; there are: {string.Join(", ", _known.Value.Keys.Order(StringComparer.Ordinal))}.");
}
