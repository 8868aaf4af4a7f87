using System.Text;
using Streaming.Operators;

namespace Streaming.Topologies;

/// <summary>Reads topology files, and recipes of Data-Juicer: YAML, environment, overrides, options. Never throws for what a file says; every problem is reported with its place.</summary>
/// <param name="catalog">The operators to know.</param>
/// <param name="environment">Looks environment variables up; null: those of the process.</param>
public sealed class TopologyReader(OperatorCatalog catalog, Func<string, string?>? environment = null)
{
    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>Reads a file of at most 16 MiB, UTF-8.</summary>
    /// <param name="path">The file; relative paths in it start from its folder.</param>
    /// <param name="overrides"><c>path=value</c>, e.g. <c>steps.0.text_length_filter.min_len=50</c>.</param>
    public TopologyReading ReadFile(string path, IReadOnlyList<string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var bytes = ReadAtMost(path, YamlTreeReader.MaxFileBytes + 1);
            return ReadBytes(bytes, path, Path.GetDirectoryName(Path.GetFullPath(path))!, overrides);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new(null, [new(path, new(1, 1), e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Reads a topology from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="baseFolder">Where relative paths start.</param>
    /// <param name="overrides">As in <see cref="ReadFile"/>.</param>
    /// <param name="file">What messages call it.</param>
    public TopologyReading ReadText(string yaml, string baseFolder, IReadOnlyList<string>? overrides = null, string file = "topology.yaml")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var problems = new TopologyProblems();
        var spec = Read(yaml, file, Path.GetFullPath(baseFolder), overrides ?? [], problems);
        return new(problems.HasErrors || spec is null ? null : spec with { Text = new(yaml, overrides ?? [], spec.BaseFolder) }, problems.InOrder);
    }

    /// <summary>Turns a recipe of Data-Juicer into a topology.</summary>
    /// <param name="path">The recipe.</param>
    /// <param name="folder">Where the topology will lie: its relative paths start there.</param>
    /// <param name="overrides">As in <see cref="ReadFile"/>, with the recipe's names.</param>
    public RecipeImport ImportRecipe(string path, string folder, IReadOnlyList<string>? overrides = null)
    {
        var reading = ReadFile(path, overrides);
        if (reading.Spec?.Text is not { } text)
        {
            return new(null, reading.Problems);
        }

        var problems = new TopologyProblems();
        if (YamlTreeReader.Read(text.Yaml, path, problems) is not YamlMap recipe || !RecipeTranslator.IsRecipe(recipe))
        {
            return new(null, [new(path, new(1, 1), "no recipe of Data-Juicer: those have 'process' at their top level")]);
        }

        var translator = new RecipeTranslator(catalog, problems, text.BaseFolder, p => Relative(Path.GetFullPath(p, text.BaseFolder), Path.GetFullPath(folder)));
        return new(YamlWriter.Write(translator.Translate((YamlMap)new Overrides(problems).Apply(recipe, text.Overrides), path)), reading.Problems);
    }

    private TopologyReading ReadBytes(byte[] bytes, string file, string baseFolder, IReadOnlyList<string>? overrides)
    {
        try
        {
            var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return ReadText(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.AsSpan(start)), baseFolder, overrides, file);
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n') + 1;
            return new(null, [new(file, new(line, 1), "not UTF-8 text")]);
        }
    }

    private TopologySpec? Read(string yaml, string file, string baseFolder, IReadOnlyList<string> overrides, TopologyProblems problems)
    {
        if (YamlTreeReader.Read(yaml, file, problems) is not { } tree)
        {
            return null;
        }

        tree = new Overrides(problems).Apply(tree, overrides);
        if (RecipeTranslator.IsRecipe(tree) && tree is YamlMap recipe)
        {
            // In recipes ${…} is text as any other.
            var folder = RecipeTranslator.FolderOf(recipe, baseFolder, Environment.CurrentDirectory);
            return new TopologyBinder(catalog, problems, folder).Bind(new RecipeTranslator(catalog, problems, folder).Translate(recipe, file), file);
        }

        tree = new Substitution(_environment, problems).Apply(tree);
        if (tree is YamlMap root)
        {
            return new TopologyBinder(catalog, problems, baseFolder).Bind(root, file);
        }

        problems.Add(tree, "a topology has names at its top level: name, sources, steps, sinks");
        return null;
    }

    private static string Relative(string path, string folder) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static byte[] ReadAtMost(string path, int limit)
    {
        using var file = File.OpenRead(path);
        var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; content.Length < limit && (read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - content.Length))) > 0;)
        {
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
