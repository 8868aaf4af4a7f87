using System.Text.Json;

namespace Streaming.Operators.Text.WordLists;

/// <summary>Lists of words by language, from JSON files of the form <c>{ "en": ["the", …], … }</c>.</summary>
internal static class WordLists
{
    /// <summary>The language that stands for all of them.</summary>
    public const string All = "all";

    /// <summary>The words of a language: from the files of a folder whose names contain <paramref name="kind"/>, or our own where no folder is given.</summary>
    /// <param name="kind"><c>stopwords</c> or <c>flagged_words</c>.</param>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="language">The language; <see cref="All"/> is all of them together unless a file has a list of that name.</param>
    /// <exception cref="BadInputException">There is no list, or it cannot be read.</exception>
    public static IReadOnlySet<string> Load(string kind, string? folder, string language)
    {
        var lists = new Dictionary<string, HashSet<string>>();
        foreach (var (name, open) in Sources(kind, folder))
        {
            using var file = open();
            Merge(lists, Read(file, name));
        }

        if (language == All && !lists.ContainsKey(All))
        {
            return lists.Values.SelectMany(words => words).ToHashSet();
        }

        return lists.TryGetValue(language, out var list) ? list : throw new BadInputException(lists.Count == 0
            ? $"There is no list: no .json file in '{folder}' has '{kind}' in its name."
            : $"There is no list of {kind} for the language '{language}': known are {string.Join(", ", lists.Keys.Order(StringComparer.Ordinal))} and {All}.");
    }

    private static IEnumerable<(string Name, Func<Stream> Open)> Sources(string kind, string? folder)
    {
        if (folder is null)
        {
            return [(kind, () => typeof(WordLists).Assembly.GetManifestResourceStream(kind + ".json")!)];
        }

        if (!Directory.Exists(folder))
        {
            throw new BadInputException($"There is no folder '{folder}'.");
        }

        return Directory.EnumerateFiles(folder, "*.json").Where(f => Path.GetFileName(f).Contains(kind, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(f => (f, (Func<Stream>)(() => File.OpenRead(f))));
    }

    private static Dictionary<string, string[]> Read(Stream file, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(file) ?? [];
        }
        catch (JsonException e)
        {
            throw new BadInputException($"The word list '{name}' cannot be read: {e.Message}", e);
        }
    }

    private static void Merge(Dictionary<string, HashSet<string>> into, Dictionary<string, string[]> lists)
    {
        foreach (var (language, words) in lists)
        {
            if (!into.TryAdd(language, [.. words]))
            {
                into[language].UnionWith(words);
            }
        }
    }
}
