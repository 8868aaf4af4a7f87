using System.Text;
using Streaming.Samples;
using Streaming.Tables;

namespace Streaming.Tests.Tables;

/// <summary>Log entries and stores for tests.</summary>
internal static class Entries
{
    public static readonly RowSchema Schema = new([new("id", ColumnType.String, Nullable: false), new("text", ColumnType.String)]);

    public static LogAction[] First(params LogAction[] more) => [ProtocolAction.Current, MetadataAction.For("5fba94ed-9794-4965-ba6e-6ee3c0d22af9", "docs", Schema, DateTimeOffset.UnixEpoch), .. more];

    public static AddAction Add(string path, long time = 1) => new(path, 10, time, true, """{"numRecords":1}""");

    public static async Task<DeltaLog> WriteAsync(IObjectStore store, params LogAction[][] entries)
    {
        var log = new DeltaLog(store, null);
        for (var version = 0; version < entries.Length; version++)
        {
            Assert.True(await log.TryCommitAsync(version, entries[version], default));
        }

        return log;
    }

    public static async Task PutAsync(IObjectStore store, string path, string content) => await store.PutAsync(path, Encoding.UTF8.GetBytes(content), default);

    public static async Task<string?> ReadAsync(IObjectStore store, string path)
    {
        await using var file = await store.OpenReadAsync(path, default);
        return file is null ? null : await new StreamReader(file).ReadToEndAsync();
    }

    public static async Task<List<string>> ListAsync(IObjectStore store, string folder = "", string? startAfter = null)
    {
        var paths = new List<string>();
        await foreach (var item in store.ListAsync(folder, startAfter, default))
        {
            paths.Add(item.Path);
        }

        return paths;
    }
}
