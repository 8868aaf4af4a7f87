using Streaming.Tables;

namespace Streaming.Operators;

/// <summary>Opens the store at a place: a folder, or whatever one of the program's <see cref="IObjectStoreScheme"/>s knows.</summary>
public static class ObjectStores
{
    private static readonly Lazy<IReadOnlyDictionary<string, IObjectStoreScheme>> _known = new(() => OperatorCatalog.ShippedTypes()
        .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IObjectStoreScheme)))
        .Select(t => (IObjectStoreScheme)Activator.CreateInstance(t)!)
        .ToDictionary(s => s.Name));

    /// <summary>What keeps an address from being opened, or null; always null for a path.</summary>
    public static string? Problem(string place)
    {
        if (!StorePlace.IsAddress(place))
        {
            return null;
        }

        var scheme = StorePlace.SchemeOf(place);
        return _known.Value.TryGetValue(scheme, out var known)
            ? known.Problem(place)
            : $"no store has the scheme '{scheme}://'; there are: folders{string.Concat(_known.Value.Keys.Order(StringComparer.Ordinal).Select(s => $", {s}://"))}";
    }

    /// <summary>The store whose paths are relative to that place.</summary>
    /// <exception cref="BadInputException">The address is wrong.</exception>
    public static IObjectStore Open(string place) =>
        Problem(place) is { } problem ? throw new BadInputException(problem)
        : StorePlace.IsAddress(place) ? _known.Value[StorePlace.SchemeOf(place)].Open(place)
        : new LocalStore(place);

    /// <summary>Opens the file at an address for reading, seekable. Waits: native readers have no other way.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static Stream OpenFile(string address)
    {
        var (folder, name) = StorePlace.Split(address);
        return Open(folder).OpenReadAsync(name, CancellationToken.None).AsTask().GetAwaiter().GetResult() ?? throw new FileNotFoundException($"There is no '{address}'.", address);
    }
}
