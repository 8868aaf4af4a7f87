using System.Text.Json;

namespace Streaming.Operators.Selection.Contamination;

/// <summary>An example of an evaluation set, and where it is from.</summary>
/// <param name="Name">The file and the number of the row, from 1 on.</param>
/// <param name="Text">The texts of its columns, joined by a line feed.</param>
internal sealed record EvaluationExample(string Name, string Text);

/// <summary>Reads evaluation sets from JSON lines and Parquet files.</summary>
internal static class EvaluationSets
{
    private const long MostBytes = 1L << 30;

    /// <summary>The examples of a file, those without text left out.</summary>
    /// <exception cref="BadInputException">It is not there, or cannot be read.</exception>
    public static IEnumerable<EvaluationExample> Read(string path, IReadOnlyList<string> columns)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"There is no evaluation set '{path}'.");
        }

        var rows = Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? Parquet(path, columns) : JsonLines(path, columns);
        return rows.Select((text, i) => new EvaluationExample($"{Path.GetFileName(path)}:{i + 1}", text)).Where(example => example.Text.Length > 0);
    }

    private static IEnumerable<string> JsonLines(string path, IReadOnlyList<string> columns)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            yield return TextOf(Parse(line, path, number), columns, path);
        }
    }

    private static JsonElement Parse(string line, string path, int number)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException e)
        {
            throw new BadInputException($"Line {number} of '{path}' is no JSON: {e.Message}", e);
        }
    }

    private static string TextOf(JsonElement row, IReadOnlyList<string> columns, string path)
    {
        if (row.ValueKind != JsonValueKind.Object || !columns.Any(c => row.TryGetProperty(c, out _)))
        {
            throw new BadInputException($"A row of '{path}' has none of the columns {string.Join(", ", columns)}.");
        }

        return string.Join('\n', columns.Select(c => row.TryGetProperty(c, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null).Where(t => !string.IsNullOrEmpty(t)));
    }

    private static IEnumerable<string> Parquet(string path, IReadOnlyList<string> columns)
    {
        try
        {
            var wanted = columns.Skip(1).ToDictionary(c => c, c => c);
            wanted[KnownColumns.Text] = columns[0];
            var samples = RowFormats.Find("parquet").Open(wanted, new Dictionary<string, string>(), MostBytes)
                .Read(File.ReadAllBytes(path), new(new("evaluation", path), 0, "", null));
            return samples.Select(s => string.Join('\n', columns.Skip(1).Select(c => s.Meta[c] as string).Prepend(s.Text).Where(t => !string.IsNullOrEmpty(t))));
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"The evaluation set '{path}' cannot be read: {e.Message}", e);
        }
    }
}
