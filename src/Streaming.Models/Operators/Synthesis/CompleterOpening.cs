using Streaming.Models.Completions;
using Streaming.Models.Endpoints;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Opens what the options name: model or endpoint, and the store of what was generated before.</summary>
internal static class CompleterOpening
{
    private const string Folder = "completions";

    /// <exception cref="BadInputException">The model cannot be loaded; nothing answers at the endpoint, or it does not take the key.</exception>
    public static async ValueTask<Completer> OpenAsync(SynthesisOptions options, OperatorContext context)
    {
        var completer = options.IsRemote ? await RemoteAsync(options, context) : await LocalAsync(options, context);
        var folder = options.CachePath.Length > 0 ? options.CachePath : context.KeptFolder is { } kept ? Path.Combine(kept, Folder) : null;
        return folder is null || options.CacheBytes.Bytes == 0 ? completer : new StoredCompleter(completer, SharedStores.All.Lend(folder, options.CacheBytes.Bytes));
    }

    private static async ValueTask<Completer> RemoteAsync(SynthesisOptions options, OperatorContext context)
    {
        var endpoint = new ChatEndpoint(options.Remote, context.Time);
        try
        {
            await endpoint.ProbeAsync();
            return new EndpointCompleter(endpoint);
        }
        catch
        {
            endpoint.Dispose();
            throw;
        }
    }

    private static async ValueTask<Completer> LocalAsync(SynthesisOptions options, OperatorContext context)
    {
        var loan = await Task.Run(() => ModelLoan.Take(options.ModelName, options));
        try
        {
            if (loan.Warning is { } warning)
            {
                context.Warn(warning);
            }

            return new FolderCompleter(loan, options.Limits);
        }
        catch
        {
            loan.Dispose();
            throw;
        }
    }
}
