using System.Reflection;
using System.Runtime.Loader;

namespace Streaming.Operators;

/// <summary>Every operator, source and sink, found by <see cref="OperatorAttribute"/>; there is no list to keep by hand.</summary>
public sealed class OperatorCatalog
{
    private static readonly Lazy<OperatorCatalog> _default = new(Discover);

    private readonly Dictionary<(OperatorRole Role, string Name), OperatorEntry> _entries = [];

    /// <summary>A catalogue of the types among <paramref name="types"/> that carry the attribute. Two of one role and name are an <see cref="InvalidOperationException"/>.</summary>
    public OperatorCatalog(IEnumerable<Type> types)
    {
        foreach (var type in types.Where(t => !t.IsAbstract))
        {
            if (type.GetCustomAttribute<OperatorAttribute>(inherit: false) is { } attribute)
            {
                var entry = new OperatorEntry(type, attribute);
                if (!_entries.TryAdd((entry.Role, entry.Name), entry))
                {
                    throw new InvalidOperationException($"{type.FullName} and {_entries[(entry.Role, entry.Name)].Implementation.FullName} are both named '{entry.Name}'.");
                }
            }
        }

        Entries = [.. _entries.Values.OrderBy(e => e.Role).ThenBy(e => e.Kind).ThenBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>What <see cref="Discover"/> finds, looked for once.</summary>
    public static OperatorCatalog Default => _default.Value;

    /// <summary>The entries, ordered by role, kind and name.</summary>
    public IReadOnlyList<OperatorEntry> Entries { get; }

    /// <summary>A catalogue of whole assemblies.</summary>
    public static OperatorCatalog Of(params IEnumerable<Assembly> assemblies) => new(assemblies.SelectMany(TypesOf));

    /// <summary>A catalogue of every <c>Streaming*.dll</c> beside the program, the tests' own assemblies left out: their operators break on purpose.</summary>
    public static OperatorCatalog Discover() => new(ShippedTypes());

    /// <summary>This catalogue and the operators of assemblies that are loaded from files.</summary>
    /// <exception cref="BadInputException">A file is no assembly with operators, or one of its operators has a name that is taken.</exception>
    public OperatorCatalog WithPlugins(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var types = paths.SelectMany(path => TypesOf(PluginFile.Load(path))).ToList();
        try
        {
            return types.Count == 0 ? this : new(Entries.Select(entry => entry.Implementation).Concat(types));
        }
        catch (InvalidOperationException e)
        {
            throw new BadInputException($"A plug-in's operator cannot be taken: {e.Message}", e);
        }
    }

    /// <summary>The types of every <c>Streaming*.dll</c> beside the program.</summary>
    internal static IEnumerable<Type> ShippedTypes() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "Streaming*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal) && name is not ("Streaming.Testing" or "Streaming.Benchmarks"))
            .Order(StringComparer.Ordinal)
            .Select(Load)
            .SelectMany(TypesOf);

    /// <summary>The entry of that role and name, or null.</summary>
    public OperatorEntry? Find(OperatorRole role, string name) => _entries.GetValueOrDefault((role, name));

    /// <summary>The entries of that name, at most one a role.</summary>
    public IEnumerable<OperatorEntry> Named(string name) => Entries.Where(e => e.Name == name);

    /// <summary>The names that a role knows.</summary>
    public IEnumerable<string> Names(OperatorRole role) => Entries.Where(e => e.Role == role).Select(e => e.Name);

    // A library that lies beside the program without being one of its dependencies is unknown to the loader, and is loaded from its file.
    private static Assembly Load(string name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
