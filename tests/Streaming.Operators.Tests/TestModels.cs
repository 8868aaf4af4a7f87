namespace Streaming.Operators.Tests;

/// <summary>Where the small models lie: the folders in <c>STREAMING_MODEL_GOLDENS</c> (separated by colons), by default those shared with the project.</summary>
internal static class TestModels
{
    private static readonly Lazy<string> _examples = new(LinkExamples);

    // What the operators' examples name, and which of the small models stands for it.
    private static readonly Dictionary<string, string> _standIns = new()
    {
        ["quality"] = "tiny-quality-classifier",
        ["edu-score"] = "tiny-quality-regressor",
        ["embedder"] = "tiny-embedder",
        ["clip"] = "tiny-clip",
        ["aesthetics-predictor"] = "tiny-aesthetics",
        ["nsfw"] = "tiny-vit-classifier",
        ["watermark"] = "tiny-vit-classifier",
        ["llama"] = "tiny-llama",
        ["llama-tuned"] = "tiny-llama",
        ["tokenizer"] = "tiny-llama",
    };

    /// <summary>A folder with the models that the operators' examples name; those that are not on this machine are missing in it.</summary>
    public static string ExamplesFolder => _examples.Value;

    /// <summary>The folder of a model, by name; null where it is not on this machine.</summary>
    public static string? Find(string name)
    {
        // The recordings give tiny-aesthetics a name that says what kind of model it is.
        if (name == "tiny-aesthetics-predictor-v1" && !Roots().Any(root => Directory.Exists(Path.Combine(root, name))))
        {
            var link = Path.Combine(ExamplesFolder, "models", name);
            return Directory.Exists(link) ? link : null;
        }

        return Roots().Select(root => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
    }

    /// <summary>The folder of one of the models that are committed with the topologies.</summary>
    public static string Committed(string name) => Path.Combine(Root()?.FullName ?? throw new DirectoryNotFoundException("The repository is not here."), "topologies", "models", name);

    private static string LinkExamples()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-examples-").FullName;
        var models = Directory.CreateDirectory(Path.Combine(folder, "models")).FullName;
        foreach (var (name, standIn) in _standIns.Append(new("tiny-aesthetics-predictor-v1", "tiny-aesthetics")))
        {
            if ((Find(standIn) ?? (Root() is null ? null : Committed(name))) is { } model && Directory.Exists(model))
            {
                Directory.CreateSymbolicLink(Path.Combine(models, name), Path.GetFullPath(model));
            }
        }

        TinyTagger.Write(Directory.CreateDirectory(Path.Combine(models, "ner")).FullName);
        new Filtering.FastTextFile { Words = ["the", "und"], Input = [[1f], [-1f]], Output = [[2f], [-2f]] }.Write(Path.Combine(models, "languages.bin"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("STREAMING_MODEL_GOLDENS") is { Length: > 0 } given)
        {
            return given.Split(':', StringSplitOptions.RemoveEmptyEntries);
        }

        return Root() is { } root ? [Path.Combine(root.FullName, "..", "shared", "models")] : [];
    }

    private static DirectoryInfo? Root()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Streaming.sln")))
        {
            root = root.Parent;
        }

        return root;
    }
}
