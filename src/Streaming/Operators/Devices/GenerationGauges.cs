namespace Streaming.Operators;

/// <summary>What an operator that generates took so far.</summary>
/// <param name="Requests">Requests to an endpoint, those tried again included; or texts that a model of the machine was given.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="CacheHits">Generations that were found in the store of earlier ones, and cost nothing.</param>
/// <param name="Cost">What it cost, in the currency of the prices that the topology gives; 0 where it gives none.</param>
public sealed record GenerationGauges(long Requests, long InputTokens, long OutputTokens, long CacheHits, double Cost);
