using Streaming.Models.Batches;
using Streaming.Models.Images;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>Calls a model with the rows of several samples. Most samples have one row; those with more must not make a call larger than its limits.</summary>
internal static class RowCalls
{
    /// <summary>Prepares rows.</summary>
    public static ModelRows<TPrepared, TResult> Prepare<TInput, TPrepared, TResult>(this BatchModel<TInput, TPrepared, TResult> model, IReadOnlyList<TInput> inputs)
    {
        var prepared = inputs.Select(model.Prepare).ToArray();
        return new(prepared, [.. prepared.Select(model.CostOf)]);
    }

    /// <summary>Prepares the rows of an item.</summary>
    public static RowsItem<TPrepared, TResult> Ask<TInput, TPrepared, TResult>(this BatchModel<TInput, TPrepared, TResult> model, params IReadOnlyList<TInput> inputs) => new(model.Prepare(inputs));

    /// <summary>An item of pictures of a sample, which another operator of the stage may have decoded.</summary>
    public static RowsItem<PixelRow, TResult> AskPictures<TResult>(this BatchModel<ReadOnlyMemory<byte>, PixelRow, TResult> model, ImagePreparation images, Sample sample, IReadOnlyList<Media> pictures)
    {
        PixelRow[] rows = [.. pictures.Select(picture => images.Prepare(images.Decode(sample, picture)))];
        return new(new(rows, [.. rows.Select(model.CostOf)]));
    }

    /// <summary>The same for items of one model's rows.</summary>
    /// <exception cref="DeviceFullException">There is no memory for the rows of several items; those of one are halved until they fit.</exception>
    public static void Run<TInput, TPrepared, TResult>(this BatchModel<TInput, TPrepared, TResult> model, IReadOnlyList<DeviceItem> items, DeviceLimits limits, CancellationToken abort) =>
        model.Run([.. items.Cast<RowsItem<TPrepared, TResult>>().Select(item => ((DeviceItem)item, item.Rows))], limits, abort);

    /// <summary>Fills in the results of all rows. What is wrong with one row is its item's fault alone.</summary>
    /// <exception cref="DeviceFullException">There is no memory for the rows of several items; those of one are halved until they fit.</exception>
    public static void Run<TInput, TPrepared, TResult>(
        this BatchModel<TInput, TPrepared, TResult> model, IReadOnlyList<(DeviceItem Item, ModelRows<TPrepared, TResult> Rows)> asked, DeviceLimits limits, CancellationToken abort)
    {
        var rows = asked.SelectMany(a => Enumerable.Range(0, a.Rows.Count).Select(i => new Row<TPrepared, TResult>(a.Item, a.Rows, i))).OrderByDescending(row => row.Cost).ToList();
        for (var at = 0; at < rows.Count;)
        {
            abort.ThrowIfCancellationRequested();
            var fitting = typeof(TPrepared) == typeof(PixelRow) ? long.MaxValue : Math.Max(1, limits.MaxCost / Math.Max(1, rows[at].Cost));
            var count = (int)Math.Min(Math.Min(limits.MaxItems, fitting), rows.Count - at);
            Run(model, rows.GetRange(at, count), halves: asked.Count == 1);
            at += count;
        }
    }

    private static void Run<TInput, TPrepared, TResult>(BatchModel<TInput, TPrepared, TResult> model, List<Row<TPrepared, TResult>> rows, bool halves)
    {
        try
        {
            using var output = DeviceCall.Run(() => model.Run([.. rows.Select(row => row.Prepared)]));
            for (var i = 0; i < rows.Count; i++)
            {
                rows[i].Finish(model, output, i);
            }
        }
        catch (DeviceFullException) when (halves && rows.Count > 1)
        {
            var half = rows.Count / 2;
            Run(model, rows[..half], halves);
            Run(model, rows[half..], halves);
        }
    }

    private readonly record struct Row<TPrepared, TResult>(DeviceItem Item, ModelRows<TPrepared, TResult> Rows, int Index)
    {
        public int Cost => Rows.Costs[Index];

        public TPrepared Prepared => Rows.Prepared[Index];

        public void Finish<TInput>(BatchModel<TInput, TPrepared, TResult> model, BatchOutput output, int row)
        {
            try
            {
                Rows.Results[Index] = model.Finish(output, row, Prepared);
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                Item.Fault = e;
            }
        }
    }
}
