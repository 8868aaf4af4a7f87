using Streaming.Tokenizers;

namespace Streaming.Operators.Text;

/// <summary>Where the models lie that Data-Juicer knows by name.</summary>
internal static class ModelPath
{
    /// <summary>The variable that names the folder of models; Data-Juicer's own.</summary>
    public const string HomeVariable = "DATA_JUICER_EXTERNAL_MODELS_HOME";

    /// <summary>The file or folder of a model: below the folder of models, else below Data-Juicer's cache, else the name itself as a path.</summary>
    /// <exception cref="BadInputException">It is in none of these places.</exception>
    public static string Resolve(string name)
    {
        string?[] candidates =
        [
            Below(Environment.GetEnvironmentVariable(HomeVariable), name),
            Below(Environment.GetEnvironmentVariable("DATA_JUICER_MODELS_CACHE"), name),
            Below(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "data_juicer", "models"), name),
            name,
        ];
        return candidates.FirstOrDefault(path => path is not null && (File.Exists(path) || Directory.Exists(path)))
            ?? throw new BadInputException($"The model '{name}' is not on this machine: set {HomeVariable} to the folder that holds it.");
    }

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

    private static string? Below(string? folder, string name) => string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, name);
}
