using System.Text.Json.Nodes;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Epochs;

/// <summary>One output of a pipeline: a store, its log, and how files become visible in it.</summary>
internal sealed class OutputTable
{
    /// <summary>Set in a table's configuration, so that another pipeline does not take it for its own.</summary>
    public const string PipelineKey = "streaming.pipeline";

    /// <summary>A checkpoint every so many entries keeps opening a table fast.</summary>
    private const int CheckpointEvery = 20;

    private const int ListedPerCommit = 64;

    private readonly bool _hasCheckpoints;
    private long _checkpointed;

    public OutputTable(string name, IObjectStore store, TableLayout layout, IShardFormat format, RowSchema schema, ICheckpointFormat? checkpoints, TimeProvider time)
    {
        Name = name;
        Store = store;
        Layout = layout;
        Format = format;
        Schema = schema;
        _hasCheckpoints = checkpoints is not null;
        Log = new(store, checkpoints, TableFolders.LogOf(layout), time);
        Time = time;
    }

    /// <summary>The sink's name in the topology, or <c>rejects</c>, <c>dead_letters</c>.</summary>
    public string Name { get; }

    public IObjectStore Store { get; }

    public TableLayout Layout { get; }

    public IShardFormat Format { get; }

    /// <summary>Takes an epoch's files on once it is committed; null: they are shown where they are.</summary>
    public IDelivery? Delivery { get; init; }

    /// <summary>The schema of the samples that are written.</summary>
    public RowSchema Schema { get; }

    public DeltaLog Log { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where a shard is written before its entry is in the log.</summary>
    public string PathBeforeCommit(string file) => Layout == TableLayout.Delta ? file : $"{TableFolders.Staging}/{file}";

    /// <summary>Opens the table, making it or adding columns to it where needed; refuses one that is not this pipeline's.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="first">What goes into the first entry besides the protocol and the metadata.</param>
    /// <param name="abort">Stops.</param>
    public async ValueTask<TableSnapshot> OpenAsync(string pipeline, IReadOnlyList<LogAction> first, CancellationToken abort)
    {
        while (true)
        {
            if (await Log.ReadAsync(abort) is { } snapshot)
            {
                Check(snapshot, pipeline);
                if (Evolve(snapshot) is not { } metadata)
                {
                    return snapshot;
                }

                await Log.TryCommitAsync(snapshot.Version + 1, [Info("ADD COLUMNS"), metadata], abort);
                continue;
            }

            await Log.TryCommitAsync(0, [Info("CREATE TABLE"), ProtocolAction.Current, NewMetadata(pipeline), .. first], abort);
        }
    }

    /// <summary>Moves plain files whose entry is in the log to where readers see them. May be repeated by anyone.</summary>
    public async ValueTask PublishAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        if (Layout == TableLayout.Delta)
        {
            return;
        }

        var staged = new List<string>();
        await foreach (var found in Store.ListAsync(TableFolders.Staging, null, abort))
        {
            staged.Add(found.Path);
        }

        foreach (var path in staged)
        {
            var file = path[(TableFolders.Staging.Length + 1)..];
            if (snapshot.FileList.IndexOf(file) >= 0)
            {
                await Store.MoveAsync(path, file, abort);
            }
        }
    }

    /// <summary>Writes a checkpoint of a version where one is due.</summary>
    /// <remarks>
    /// A checkpoint costs what it lists: written so seldom that each commit pays for a fixed number of files and tombstones, commits stay flat however the table
    /// grows. What counts is how long ago the last one was, whoever wrote it: multiples of a number that grows with the table would be met again and again.
    /// </remarks>
    public async ValueTask CheckpointAsync(TableSnapshot snapshot, CancellationToken abort)
    {
        var every = Math.Max(CheckpointEvery, (snapshot.Files.Count + snapshot.Tombstones.Count) / ListedPerCommit);
        if (!_hasCheckpoints || snapshot.Version - _checkpointed < every)
        {
            return;
        }

        _checkpointed = await Log.LastCheckpointAsync(abort) ?? 0;
        if (snapshot.Version - _checkpointed >= every)
        {
            await Log.WriteCheckpointAsync(snapshot, abort);
            _checkpointed = snapshot.Version;
        }
    }

    /// <summary>The <c>add</c>s of an entry: none where the files go elsewhere.</summary>
    public IEnumerable<LogAction> Adds(IReadOnlyList<ManifestFile> files) => Delivery is null ? files.Select(Add) : [];

    private AddAction Add(ManifestFile file) => new(file.Path, file.Size, Time.GetUtcNow().ToUnixTimeMilliseconds(), DataChange: true, file.Stats);

    /// <summary>A <c>commitInfo</c>.</summary>
    public CommitInfoAction Info(string operation, JsonObject? fields = null)
    {
        fields ??= [];
        fields["timestamp"] = Time.GetUtcNow().ToUnixTimeMilliseconds();
        fields["operation"] = operation;
        fields["engineInfo"] = "Streaming";
        return new(fields);
    }

    private static void Check(TableSnapshot snapshot, string pipeline)
    {
        snapshot.RequireWritable();
        var owner = snapshot.Metadata.Configuration.GetValueOrDefault(PipelineKey);
        if (owner != pipeline)
        {
            throw new BadInputException(owner is null
                ? "The table was not made by this engine. Write to a new folder."
                : $"The table belongs to pipeline '{owner}', this one is '{pipeline}'. Write to a new folder, or give the topology that name.");
        }
    }

    private MetadataAction NewMetadata(string pipeline)
    {
        var metadata = MetadataAction.For(Guid.NewGuid().ToString(), Name, Format.Store(Schema), Time.GetUtcNow());
        return metadata with { Configuration = new Dictionary<string, string> { [PipelineKey] = pipeline } };
    }

    private MetadataAction? Evolve(TableSnapshot snapshot)
    {
        var stored = DeltaSchema.StoreAs(Format.Store(Schema));
        var union = SchemaUnion.Of(snapshot.Metadata.Schema, stored, "the table", "the topology");
        return union.Equals(snapshot.Metadata.Schema)
            ? null
            : snapshot.Metadata with { SchemaString = DeltaSchema.ToJson(union) };
    }
}
