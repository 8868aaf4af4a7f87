using System.Text.Json;

namespace Streaming.Models.Folders;

/// <summary>Reads a JSON file of a model folder; what is missing or broken is one error that names it.</summary>
internal static class JsonFile
{
    // tokenizer.json is read by its own reader; the largest of these files, a config with 21,000 labels, has 2 MB.
    private const long MaxBytes = 64L << 20;
    private const int MaxDepth = 64;

    public static JsonElement Required(string folder, string name, string whatToDo) =>
        Optional(folder, name) ?? throw BadModel.Because(folder, $"there is no {name}", whatToDo);

    public static JsonElement? Optional(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw BadModel.Because(folder, $"{name} is larger than {MaxBytes >> 20} MiB", "That is no such file: fetch it again.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = MaxDepth, AllowTrailingCommas = true });
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw BadModel.Because(folder, $"{name} cannot be read: {e.Message}", "Fetch the file again.", e);
        }
    }
}
