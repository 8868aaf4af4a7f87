using System.Buffers;
using System.Text.Json;

namespace Streaming.Tables;

/// <summary>The hint <c>_last_checkpoint</c> (protocol section "Last Checkpoint File"): where to begin, never what is true.</summary>
internal static class LastCheckpoint
{
    private const string Name = "_last_checkpoint";
    private const int MaxBytes = 16 << 20;

    /// <summary>The version it names; null where it is missing or cannot be read.</summary>
    public static async ValueTask<long?> ReadAsync(IObjectStore store, string folder, CancellationToken abort)
    {
        await using var file = await store.OpenReadAsync($"{folder}/{Name}", abort);
        if (file is null || file.Length > MaxBytes)
        {
            return null;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(file, cancellationToken: abort);
            return document.RootElement is { ValueKind: JsonValueKind.Object } hint && hint.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number >= 0 ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Names a checkpoint, unless a newer one is named.</summary>
    public static async ValueTask WriteAsync(IObjectStore store, string folder, long version, long actions, long files, long bytes, CancellationToken abort)
    {
        if (await ReadAsync(store, folder, abort) > version)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            json.WriteNumber("size", actions);
            json.WriteNumber("sizeInBytes", bytes);
            json.WriteNumber("numOfAddFiles", files);
            json.WriteEndObject();
        }

        await store.PutAsync($"{folder}/{Name}", buffer.WrittenMemory, abort);
    }
}
