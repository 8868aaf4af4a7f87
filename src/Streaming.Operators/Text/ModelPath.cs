using Streaming.Tokenizers;

namespace Streaming.Operators.Text;

/// <summary>Where the models lie that Data-Juicer knows by name.</summary>
internal static class ModelPath
{
    /// <summary>The variable that names the folder of models; Data-Juicer's own.</summary>
    public const string HomeVariable = "DATA_JUICER_EXTERNAL_MODELS_HOME";

    /// <summary>The file or folder of a model: below the folder of models, else below Data-Juicer's cache, else the name itself as a path.</summary>
    /// <exception cref="BadInputException">It is in none of these places.</exception>
    public static string Resolve(string name) => Find(name)
        ?? throw new BadInputException($"The model '{name}' is not on this machine: set {HomeVariable} to the folder that holds it.");

    /// <summary>The same, or null. Of a path that leads nowhere the last two parts are taken for a name of the hub (<c>owner/name</c>): a topology makes every path absolute.</summary>
    public static string? Find(string name)
    {
        var parts = name.Split([Path.DirectorySeparatorChar, '/'], StringSplitOptions.RemoveEmptyEntries);
        string[] homes =
        [
            Environment.GetEnvironmentVariable(HomeVariable) ?? "",
            Environment.GetEnvironmentVariable("DATA_JUICER_MODELS_CACHE") ?? "",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "data_juicer", "models"),
        ];
        var below = homes.Where(home => home.Length > 0).ToList();
        return below.Select(home => Path.Combine(home, name)).Append(name).Concat(below.Select(home => Path.Combine([home, .. parts.TakeLast(2)])))
            .FirstOrDefault(path => File.Exists(path) || Directory.Exists(path));
    }

    /// <summary>Says that there is no file at a path of a topology; null where there is one, or no path.</summary>
    public static string? Missing(string? path, string baseFolder) =>
        path is null || File.Exists(Path.GetFullPath(path, baseFolder)) ? null : $"there is no model '{path}' (looked for {Path.GetFullPath(path, baseFolder)})";

    /// <summary>Loads the tokenizer of a model.</summary>
    /// <exception cref="BadInputException">It is not there, or cannot be read.</exception>
    public static ITracingTokenizer LoadTokenizer(string name)
    {
        try
        {
            return TokenizerFile.Load(Resolve(name));
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException)
        {
            throw new BadInputException($"The tokenizer of '{name}' cannot be used: {e.Message}", e);
        }
    }
}
