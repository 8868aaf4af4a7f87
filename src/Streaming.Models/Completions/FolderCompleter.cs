using Streaming.Models.Generation;
using Streaming.Models.Operators;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>Completes by a model from a folder: a decoder (by its chat template where it has one), a text-to-text model, an image-to-text model.</summary>
internal sealed class FolderCompleter : Completer
{
    private readonly ModelLoan _loan;
    private readonly IReadOnlyList<IFolderWriter> _writers;
    private readonly RowHalving _rows;
    private long _texts;
    private long _input;
    private long _output;

    /// <summary>Takes the loan over.</summary>
    /// <param name="loan">The model.</param>
    /// <param name="limits">How much it writes at once.</param>
    /// <exception cref="BadInputException">The model writes no texts.</exception>
    public FolderCompleter(ModelLoan loan, DeviceLimits limits)
    {
        _loan = loan;
        _rows = new(limits);
        _writers = [.. loan.Sessions.Select(FolderWriters.Of)];
    }

    public override KeyValuePair<string, string> Model => _loan.Name;

    public override GenerationGauges Counts => new(Interlocked.Read(ref _texts), Interlocked.Read(ref _input), Interlocked.Read(ref _output), 0, 0);

    public override bool Converses => _writers[0].Converses;

    public override bool TakesWindows(GenerationSettings settings) => _writers[0].LetsRowsIn(settings);

    public override int CostOf(CompletionRequest request) => _writers[0].CostOf(request);

    public override ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort)
    {
        foreach (var group in calls.GroupBy(call => call.Request.Settings))
        {
            var writer = _writers[lane % _writers.Count];
            if (writer.LetsRowsIn(group.Key))
            {
                _rows.Write(writer, [.. group], Keep, abort);
            }
            else
            {
                writer.Write([.. group], DecodingLimits.None, new(group.Count()), Keep, abort);
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _loan.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(CompletionCall call, Generated text, int input)
    {
        Interlocked.Increment(ref _texts);
        Interlocked.Add(ref _input, input);
        Interlocked.Add(ref _output, text.Ids.Count);
        call.Result = new Completion(text.Text, text.Finish, input, text.Ids.Count);
    }
}
