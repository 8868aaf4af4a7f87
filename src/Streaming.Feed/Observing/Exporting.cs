using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Streaming.Telemetry;

namespace Streaming.Feed.Observing;

/// <summary>How metrics and traces leave the process: Prometheus fetches metrics; whoever wants both sent sets the exporter's own variables.</summary>
internal static class Exporting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, TableFeeds feeds)
    {
        var sends = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint));
        services.AddSingleton(_ => new FeedMeter(feeds));
        var all = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("streaming")).WithMetrics(metrics =>
        {
            // A duration that was measured in an epoch that is traced points to it.
            metrics.AddMeter(EngineMeter.Name, FeedMeter.Name).SetExemplarFilter(ExemplarFilterType.TraceBased).AddPrometheusExporter();
            _ = sends ? metrics.AddOtlpExporter() : metrics;
        });
        if (sends)
        {
            _ = all.WithTracing(traces => traces.AddSource(EpochTrace.Name).AddOtlpExporter());
        }
    }
}
