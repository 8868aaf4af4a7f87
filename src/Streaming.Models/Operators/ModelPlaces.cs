namespace Streaming.Models.Operators;

/// <summary>Where models lie: at the path that an option gives, or under the name of the hub (<c>owner/name</c>) below the folders where Data-Juicer keeps models.</summary>
internal static class ModelPlaces
{
    /// <summary>The variable that names the folder of models; Data-Juicer's own.</summary>
    public const string HomeVariable = "DATA_JUICER_EXTERNAL_MODELS_HOME";

    /// <summary>The folder of a model, or null.</summary>
    public static string? Find(string model) => model.Length == 0 ? null : Candidates(model).FirstOrDefault(Directory.Exists);

    /// <summary>What to say of a model that is in none of the places.</summary>
    public static string Missing(string model) => model.Length == 0
        ? "no model is named: give the path of a folder with config.json and *.onnx"
        : $"there is no model folder '{model}' (looked there and below {HomeVariable}): give the path of a folder with config.json and *.onnx";

    private static IEnumerable<string> Candidates(string model)
    {
        // A default is a name of the hub and no path; a path from a topology is absolute by now.
        if (Path.IsPathRooted(model))
        {
            yield return model;
        }

        var parts = model.Split([Path.DirectorySeparatorChar, '/'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var home in Homes())
        {
            yield return Path.Combine([home, .. parts.TakeLast(2)]);
            yield return Path.Combine(home, parts[^1]);
        }
    }

    private static IEnumerable<string> Homes() => new[]
    {
        Environment.GetEnvironmentVariable(HomeVariable),
        Environment.GetEnvironmentVariable("DATA_JUICER_MODELS_CACHE"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "data_juicer", "models"),
    }.Where(home => !string.IsNullOrEmpty(home)).Select(home => home!);
}
