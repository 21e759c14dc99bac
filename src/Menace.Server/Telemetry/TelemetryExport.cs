using Menace.Server.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Menace.Server.Telemetry;

/// <summary>
/// Sends metrics and traces by OTLP to the endpoint in the variables of OpenTelemetry (OTEL_EXPORTER_OTLP_ENDPOINT and others). Without
/// that variable nothing is sent.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private TelemetryExport(string service)
    {
        _meters = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe)
            .AddMeter(Stage4Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Npgsql").AddOtlpExporter().Build();

        // ASP.NET Core's own: it takes the caller's traceparent, and where it did not record, what is below would not either.
        // Not Npgsql's: workers ask the database every second.
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Stage4Telemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter().Build();

        void Describe(ResourceBuilder resource) =>
            resource.Clear().AddService(service, serviceVersion: ServiceVersion.Text).AddTelemetrySdk().AddEnvironmentVariableDetector();
    }

    /// <summary>Begins, or null if nothing is to be sent.</summary>
    public static TelemetryExport? Start(string service) =>
        Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } ? new(service) : null;

    /// <summary>Sends the remaining telemetry, for at most ten seconds.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }
}
