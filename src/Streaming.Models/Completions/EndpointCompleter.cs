using Streaming.Models.Endpoints;
using Streaming.Operators;

namespace Streaming.Models.Completions;

/// <summary>Completes by an endpoint, each request of its own.</summary>
internal sealed class EndpointCompleter(ChatEndpoint endpoint) : Completer
{
    public override KeyValuePair<string, string> Model { get; } = new(endpoint.Settings.Model, endpoint.Settings.Address.AbsoluteUri);

    public override GenerationGauges Counts => new(endpoint.Tally.Requests, endpoint.Tally.InputTokens, endpoint.Tally.OutputTokens, 0, Cost);

    private double Cost =>
        ((endpoint.Tally.InputTokens * endpoint.Settings.PricePerMillionInput) + (endpoint.Tally.OutputTokens * endpoint.Settings.PricePerMillionOutput)) / 1e6;

    public override async ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort) =>
        await Task.WhenAll(calls.Select(call => CompleteAsync(call, abort)));

    public override ValueTask DisposeAsync()
    {
        endpoint.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task CompleteAsync(CompletionCall call, CancellationToken abort)
    {
        try
        {
            call.Result = await endpoint.AskAsync(call.Request, abort);
        }
        catch (Exception e) when (e is CompletionRefusedException or CompletionFailedException)
        {
            call.Fault = e;
        }
    }
}
