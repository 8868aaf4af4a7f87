namespace Streaming.Models.Endpoints;

/// <summary>Reads answers whole before anyone parses them, and no further than a limit; those that come piece by piece are bounded by their timeout.</summary>
internal sealed class BoundedAnswers(HttpMessageHandler inner, long maxBytes) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
        }

        return response;
    }
}
