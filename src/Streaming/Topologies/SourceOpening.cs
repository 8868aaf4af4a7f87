using System.Text.Json.Nodes;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Sources that are read outside a run: tables and files that an operator or a command looks into.</summary>
public static class SourceOpening
{
    /// <summary>Makes a source as a topology would; it still has to be described.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="name">The source's name.</param>
    /// <param name="options">Its options, as in a topology.</param>
    /// <param name="baseFolder">Where relative paths start.</param>
    /// <exception cref="BadInputException">This build has no such source, or an option is wrong.</exception>
    public static Source OpenSource(this OperatorCatalog catalog, string name, JsonObject options, string baseFolder)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        var entry = catalog.Find(OperatorRole.Source, name) ?? throw new BadInputException($"This build has no source '{name}'.");
        var (bound, problems) = OptionsBinder.Bind(entry, options.ToJsonString(), baseFolder);
        return problems.Count > 0
            ? throw new BadInputException(string.Join(Environment.NewLine, problems.Select(p => p.Message)))
            : (Source)Activator.CreateInstance(entry.Implementation, bound)!;
    }
}
