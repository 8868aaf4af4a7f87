using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Streaming.Topologies;

namespace Streaming.Operators.Deduplication.Against;

/// <summary>The committed rows of a table that were not read before, in its current version.</summary>
/// <param name="table">The table's folder; its name as a source.</param>
/// <param name="time">The clock.</param>
internal sealed class CommittedRows(string table, TimeProvider time)
{
    /// <summary>Reads on from what was read before. A table that was compacted since is read anew: which of its rows are where cannot be told.</summary>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(SplitPositions from, [EnumeratorCancellation] CancellationToken abort = default)
    {
        if (await IsMissingAsync(abort))
        {
            yield break;
        }

        await using var source = OperatorCatalog.Default.OpenSource("parquet", new JsonObject { ["path"] = new JsonArray(table) }, table);
        try
        {
            await source.DescribeAsync(new() { Name = table, BaseFolder = table, Run = "", Memory = new Unaccounted(), Time = time }, abort);
        }
        catch (EmptyTableException)
        {
            yield break;
        }

        var batches = source.ReadAsync(from, abort).GetAsyncEnumerator(abort);
        try
        {
            var (hasFirst, isCompacted) = (false, false);
            try
            {
                hasFirst = await batches.MoveNextAsync();
            }
            catch (SourceFaultException fault) when (fault.IsRewritten)
            {
                isCompacted = true;
            }

            if (isCompacted)
            {
                await batches.DisposeAsync();
                batches = source.ReadAsync(SplitPositions.Empty, abort).GetAsyncEnumerator(abort);
                hasFirst = await batches.MoveNextAsync();
            }

            for (var more = hasFirst; more; more = await batches.MoveNextAsync())
            {
                yield return batches.Current;
            }
        }
        finally
        {
            await batches.DisposeAsync();
        }
    }

    private async ValueTask<bool> IsMissingAsync(CancellationToken abort) => StorePlace.IsAddress(table)
        ? !await ObjectStores.Open(table).ListAsync("_delta_log", null, abort).AnyAsync(abort)
        : !Directory.Exists(Path.Combine(table, "_delta_log"));

    // A few batches that are read ahead before the run begins.
    private sealed class Unaccounted : IMemoryAccount
    {
        public long Limit => 256 << 20;

        public void Hold(long bytes)
        {
        }
    }
}
