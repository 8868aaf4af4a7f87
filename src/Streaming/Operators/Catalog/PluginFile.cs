using System.Reflection;
using System.Runtime.Loader;

namespace Streaming.Operators;

/// <summary>Assemblies of others with operators, loaded by path. Each has a load context of its own: what it depends on is taken from beside it, the engine from the program, so that its operators are the engine's.</summary>
internal sealed class PluginFile : AssemblyLoadContext
{
    private const string Engine = "Streaming";

    private readonly AssemblyDependencyResolver _resolver;

    private PluginFile(string path) : base(Path.GetFileNameWithoutExtension(path)) => _resolver = new(path);

    /// <summary>Loads an assembly that has operators.</summary>
    /// <exception cref="BadInputException">It is not there, is no assembly of this runtime, or has no operator.</exception>
    public static Assembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            var assembly = File.Exists(full) ? new PluginFile(full).LoadFromAssemblyPath(full) : throw new BadInputException($"There is no plug-in '{path}' (looked for {full}).");
            return assembly.GetTypes().Any(type => type.GetCustomAttribute<OperatorAttribute>(inherit: false) is not null)
                ? assembly
                : throw new BadInputException($"The plug-in '{path}' has no operator: a class with [Operator(\"name\")] of the {Engine} package that the program has.");
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or ReflectionTypeLoadException or FileNotFoundException)
        {
            throw new BadInputException($"The plug-in '{path}' cannot be loaded: {(e as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault()?.Message ?? e.Message}", e);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Default.Assemblies.FirstOrDefault(known => known.GetName().Name == assemblyName.Name) is not null || assemblyName.Name?.Split('.')[0] == Engine ? null
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) => _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
