using System.Text.Json;

namespace Streaming.Operators.Tests.Text;

/// <summary>What Python gave, recorded beside the tests.</summary>
internal static class Recorded
{
    /// <summary>The recording of that name.</summary>
    public static JsonElement Open(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Text", name))).RootElement;
}
