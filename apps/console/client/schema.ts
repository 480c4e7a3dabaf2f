/** Made from docs/openapi.json by `npm run generate`. */
export interface paths {
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log from after a position on */
        get: operations["EventsController_list"];
        put?: never;
        /** Take in CloudEvents: one, a batch, or one a line. All of them or none; answered once they are on disk */
        post: operations["EventsController_take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in a file in any supported format, or a zip of such files, as the raw body or as the one file of a form */
        post: operations["ImportsController_take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of many things that were sent; tickets that are not known are left out */
        get: operations["TicketsController_many"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of something that was sent */
        get: operations["TicketsController_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every server in short: what it is, when it was last seen, how its endpoints fare, what is wrong with it */
        get: operations["ServersController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{fqdn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One server, with everything that is known of it and what is wrong with it */
        get: operations["ServersController_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{fqdn}/selections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which certificate each endpoint of a server presents, and why */
        get: operations["ServersController_selections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{fqdn}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a server, or changed one of its endpoints, newest first, with what each event changed */
        get: operations["ServersController_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every endpoint with the certificate it presents, and when and by whom that last changed */
        get: operations["BindingsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every certificate, where it is installed and where it is presented */
        get: operations["CertificatesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{thumbprint}/namings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which settings name a certificate: connectors, IIS bindings, POP and IMAP, the Auth configuration, … */
        get: operations["CertificatesController_namings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong, the worst first: since when, by which evidence, and what to do against it */
        get: operations["FindingsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The alert rules: those that Certfleet brings, and those that people wrote */
        get: operations["AlertSettingsController_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write a rule, or change a built-in one */
        put: operations["AlertSettingsController_saveRule"];
        post?: never;
        /** Forget a rule, or the changes to a built-in one */
        delete: operations["AlertSettingsController_forgetRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/rules/{id}/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** When a rule would have had something to tell, before it is switched on. Tells nobody */
        post: operations["AlertSettingsController_backTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways in which people are told; never their secrets */
        get: operations["AlertSettingsController_channels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/channels/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a channel, or change one; `…` for a secret keeps it */
        put: operations["AlertSettingsController_saveChannel"];
        post?: never;
        /** Remove a channel */
        delete: operations["AlertSettingsController_forgetChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/channels/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message now, and say what came of it */
        post: operations["AlertSettingsController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/channel-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of channel, with the shape of their settings */
        get: operations["AlertRecordController_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the messages of each channel in the last 30 days, and of the newest ones */
        get: operations["AlertRecordController_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The life of an alert: its events in the log, the newest first */
        get: operations["AlertRecordController_life"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people are told of, what moved last first: with evidence, the way back, and what became of each message */
        get: operations["AlertsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The silences that are not over, or the last 200 that are */
        get: operations["AlertsController_silences"];
        put?: never;
        /** Silence alerts for a time, such as a maintenance window. What is resolved is told all the same */
        post: operations["AlertsController_silence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/silences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a silence now */
        delete: operations["AlertsController_unsilence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 24 hours as the digest tells them, and at which hour it is sent */
        get: operations["AlertsController_digest"];
        /** Choose the hour of the digest, UTC; null: none */
        put: operations["AlertsController_chooseDigest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert */
        get: operations["AlertsController_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take care of an alert, or accept what it tells as the way it shall be */
        post: operations["AlertsController_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be asked of a list: fields, what they take, and the values that there are */
        get: operations["QueryController_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/query/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The values of fields in the rows that a query asks for, each with how many rows have it */
        get: operations["QueryController_facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The saved views: queries that are kept under a name */
        get: operations["ViewsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved view */
        get: operations["ViewsController_one"];
        /** Keeps a query under a name, in place of what was kept under it */
        put: operations["ViewsController_save"];
        post?: never;
        /** Forgets a saved view */
        delete: operations["ViewsController_forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What commands would do to the fleet as it is known: what is asked, what changes, what would break, how to put it back. Nothing is recorded or run */
        post: operations["PlansController_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleet-document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What plans about some servers are made over: these servers, those that rules compare them with, and the organization, as a fleet document */
        get: operations["FleetDocumentController_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presentations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was last seen on the wire at each endpoint, whether it was foretold, and how often each rule was right */
        get: operations["PresentationsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in the organization, newest first, with what each event changed */
        get: operations["TimelineController_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates/{thumbprint}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a certificate on any server, newest first */
        get: operations["TimelineController_certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every coming instant at which time alone changes what is presented, or a presented certificate expires; the soonest first */
        get: operations["ForecastController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecast.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as an iCalendar feed (RFC 5545), an event for each server and instant */
        get: operations["ForecastController_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is presented otherwise between two instants, or between two servers; with the findings that came and went, and how many events lie between */
        get: operations["DiffController_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each endpoint presented, presents and will present, range by range, in a stretch of time */
        get: operations["HistoryController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log as it grows: server-sent events from after a position on, each with its position as id */
        get: operations["StreamController_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recomputes the hash chain of the log, and the projection from the log; takes as long as the log is long */
        get: operations["VerificationController_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole log as an evidence pack, for administrators: lines of JSON in gzip that anybody can verify (`certfleet log verify`) */
        get: operations["LogController_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was accepted and could not be recorded as it came, with the reason; newest first */
        get: operations["QuarantineController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{ticket}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read it again as it came, as after an upgrade. How it ended before is kept */
        post: operations["QuarantineController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{ticket}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark it as seen: it is kept, with who saw it, and no longer counted as waiting */
        post: operations["QuarantineController_seen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources that number what they tell, with the events that never came; and the clocks that are in doubt */
        get: operations["SourcesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far everything has come, from what was sent to who was told, and what keeps it */
        get: operations["StatusController_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of the organization that are not revoked; never the secrets themselves */
        get: operations["KeysController_list"];
        put?: never;
        /** Make a key. Its secret stands in this answer and nowhere else */
        post: operations["KeysController_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key: from now on nothing is taken from it */
        delete: operations["KeysController_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/own-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose token this is, and what it allows */
        get: operations["OwnKeyController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["HealthController_alive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can accept and answer: the database takes statements */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus metrics of one organization, or of all that the token has; without a token from the machine itself only */
        get: operations["MetricsController_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        EventsAccepted: {
            ticket: string;
            /** @description Hash over the log so far; keep a copy elsewhere. */
            head: string;
            warnings: {
                place: string;
                message: string;
            }[];
            accepted: number;
            duplicates: number;
            /** @description Their id stands for something else. They are kept and shown, and never applied; see `warnings`. */
            conflicts: number;
        };
        EventList: {
            items: components["schemas"]["RecordedEvent"][];
            /** @description Position in the log of the organization. */
            next: number | null;
            /** @description Position in the log of the organization. */
            position: number;
            head: string;
        };
        RecordedEvent: {
            /** @enum {string} */
            specversion: "1.0";
            id: string;
            source: string;
            type: string;
            /** Format: date-time */
            time: string;
            /** @description Position in the log of the organization. */
            position: number;
        } & {
            [key: string]: unknown;
        };
        ImportAccepted: {
            ticket: string;
            /** @description Hash over the log so far; keep a copy elsewhere. */
            head: string;
            warnings: {
                place: string;
                message: string;
            }[];
            /** @description What it was recognised as; `zip`: each of its files is looked at by itself. */
            format: string;
            /** @description The files of a zip that will not be recorded. They do not stop the others. */
            leftOut: {
                file: string;
                /** @enum {string} */
                outcome: "skipped" | "refused";
                reason: string;
                remedy: string;
            }[];
        };
        TicketList: {
            items: components["schemas"]["Ticket"][];
        };
        Ticket: {
            ticket: string;
            /** @enum {string} */
            state: "queued" | "done" | "failed";
            events: number;
            /** @description Position in the log of the organization. */
            position: number | null;
            warnings: {
                place: string;
                message: string;
            }[];
            error: string | null;
            /** @enum {string} */
            outcome: "queued" | "recorded" | "duplicate" | "conflict" | "quarantined";
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            /** @description What became of each file, those of a zip apart. Empty until it is finished. */
            files: components["schemas"]["FileResult"][];
        };
        FileResult: {
            /** @description Its name; of a file in a zip the name there. */
            file: string | null;
            format: string | null;
            /**
             * @description recorded: some or all of it is new in the log; known: the log had all of it; nothing: it holds nothing to record; skipped: of no format, beside others in a zip; refused: it could not be read or recorded; conflict: an event has the id of another one, the rest is recorded.
             * @enum {string}
             */
            outcome: "recorded" | "known" | "nothing" | "skipped" | "refused" | "conflict";
            /** @description How many events of each type became part of the log. */
            events: {
                [key: string]: number;
            };
            /** @description How many the log had already, with the inventories that were seen again. */
            known: number;
            /** @description How many of those are inventories that say what was known, at another time. */
            seenAgain: number;
            conflicts: number;
            /**
             * Format: date-time
             * @description The first and the last instant that it tells of, new or known.
             */
            first: string | null;
            /** Format: date-time */
            last: string | null;
            /** @description What was left out or doubted. */
            warnings: {
                place: string;
                message: string;
            }[];
            reason: string | null;
            remedy: string | null;
        };
        ServerList: {
            items: components["schemas"]["ServerSummary"][];
            next: string | null;
            total: number;
            freshness: components["schemas"]["Freshness"];
            query?: components["schemas"]["QueryEcho"];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        ServerSummary: {
            fqdn: string;
            netbiosName?: string | null;
            /** @enum {string|null} */
            version?: "2007" | "2010" | "2013" | "2016" | "2019" | "SE" | null;
            roles?: ("Mailbox" | "ClientAccess" | "HubTransport" | "EdgeTransport" | "UnifiedMessaging")[] | null;
            adSite?: string | null;
            /** Format: date-time */
            lastSeenAt: string | null;
            /** @description How many endpoints have each outcome. */
            outcomes: {
                [key: string]: number;
            };
            findings?: components["schemas"]["FindingCounts"];
        };
        /** @description How many findings of each severity stand. Absent: unknown, the organization is too large to ask of another time. */
        FindingCounts: {
            critical: number;
            high: number;
            medium: number;
            low: number;
        };
        /** @description How many servers the organization has, and of which of them nothing was heard lately. */
        Freshness: {
            servers: number;
            /** @description Those that have been silent longest, at most twenty. */
            silent: string[];
            /** @description Null: of another time than now it is not known, for scans that said nothing new are not kept one by one. */
            silentCount: number | null;
            /**
             * Format: date-time
             * @description Nothing was heard of them since then, or ever.
             */
            silentSince: string;
        };
        QueryEcho: {
            where: string | null;
            /** @description The saved view that `where` narrows. */
            view: {
                name: string;
                where: string;
            } | null;
            sort: string | null;
            /**
             * Format: date-time
             * @description All times of the query count from here.
             */
            now: string;
            /** @description What each of its times came to. */
            times: {
                text: string;
                /** Format: date-time */
                at: string;
            }[];
        };
        Server: {
            fqdn: string;
            /** @description Those that stand, the worst first. Absent: see `findingsUnknown`. */
            findings?: components["schemas"]["Finding"][];
            /** @description Why no findings are told. */
            findingsUnknown?: string;
            /** Format: date-time */
            lastSeenAt: string | null;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** @description Events of its sources that never came. At most 100. */
            gaps: components["schemas"]["Gap"][];
            clock: components["schemas"]["Clock"];
            /** @description What nobody can tell: events of the same second, from different sources, say different things. */
            ambiguous: components["schemas"]["Ambiguity"][];
        } & {
            [key: string]: unknown;
        };
        Finding: {
            /** @description The rule: `RO-13`. */
            id: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low";
            server: string;
            /** @description Null: the server as a whole. */
            endpoint: string | null;
            summary: string;
            evidence: {
                [key: string]: unknown;
            };
            /** @description What to do, in this order. */
            remediation: string[];
            sources: string[];
            /** @enum {string} */
            state: "standing" | "coming" | "resolved";
            /**
             * Format: date-time
             * @description Since when it stands without a break. Null: it has not come yet. Absent: unknown, at another time.
             */
            firstSeen?: string | null;
            /** Format: date-time */
            lastSeen?: string | null;
            /** Format: date-time */
            resolved: string | null;
            /**
             * Format: date-time
             * @description Since when it says this, or from when on it will.
             */
            standsFrom?: string;
            /**
             * Format: date-time
             * @description Until time alone changes it; null: for good, as far as is known.
             */
            standsUntil: string | null;
        };
        Gap: {
            source: string;
            epoch: string | null;
            /** @description The first number that is missing. */
            from: number;
            /** @description The last one. */
            to: number;
            missing: number;
            /**
             * Format: date-time
             * @description Since when it shows: something that comes after them was recorded then.
             */
            since: string;
            /** @description The last event before them. */
            before: {
                number: number;
                /** @description Position in the log of the organization. */
                position: number;
                /** Format: date-time */
                occurredAt: string;
            };
            /** @description The first one after them. */
            after: {
                number: number;
                /** @description Position in the log of the organization. */
                position: number;
                /** Format: date-time */
                occurredAt: string;
            };
            /** @description All that in a sentence. */
            what: string;
        };
        Clock: {
            /** @description Its instants are not to be believed. */
            suspect: boolean;
            /** @description Why, in a sentence. */
            what: string | null;
            /** @description Received minus sent, the last time that a sender said when it sent. Null: unknown. */
            measured: {
                offsetMs: number;
                /** Format: date-time */
                at: string;
                by: string | null;
            } | null;
            /** @description Events dated more than five minutes later than they were recorded. Null: none. */
            ahead: {
                events: number;
                mostMs: number;
                /** Format: date-time */
                lastAt: string;
            } | null;
        };
        Ambiguity: {
            /** @description `internalTransportCertificate`, `iisBindings/<address>`, … */
            path: string;
            /** Format: date-time */
            at: string;
            /** @description The events of that second, in the order in which they were taken. */
            positions: number[];
            /** @description What it may have become; the first one was taken. */
            candidates: unknown[];
        };
        Selections: {
            selections: components["schemas"]["Selection"][];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Selection: {
            server: string;
            /** @description `internal-transport`, `receive:<connector>:starttls`, `iis:<site>:<ip>:<port>:<host>`, … */
            endpoint: string;
            via: string | null;
            /** @enum {string} */
            outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint: string | null;
            /** @enum {string} */
            certainty: "high" | "medium" | "low";
            rule: string;
            decidedBy: string[];
            events: number[];
            smtpResponse: string | null;
            candidates: {
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string;
                /** @enum {string} */
                verdict: "selected" | "eligible" | "rejected";
                reasons: string[];
            }[];
            notes: string[];
            /** Format: date-time */
            changesAt: string | null;
            /** @description SHA-1, 40 upper-case hex digits. */
            healthierCandidate: string | null;
            sources: string[];
            trace?: components["schemas"]["TraceStep"][];
        };
        TraceStep: {
            rule: string;
            asks: string;
            found: string;
            kept?: string[];
            fell?: {
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string;
                reasons: string[];
            }[];
            decides: boolean;
        };
        TimelineList: {
            items: components["schemas"]["TimelineItem"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** @description The items of this page by their cause, the newest first. */
            groups: components["schemas"]["TimelineGroup"][];
        };
        TimelineItem: {
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            occurredAt: string;
            /** Format: date-time */
            recordedAt: string;
            type: string;
            /** @description Null: it concerns the whole organization. */
            server: string | null;
            what: string;
            changes: {
                server: string;
                endpoint: string;
                before: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                after: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                rule: string | null;
            }[];
            effect: string;
            /** @description What was seen beside what was predicted for that instant; null for events that tell of nothing that was seen. */
            comparison: components["schemas"]["Comparison"] | null;
            actor: string | null;
            tool: string | null;
            source: string;
            /** @description Which file or sender told it. */
            reportedBy: string | null;
            correlationId: string | null;
            /** @description The certificate that it is about; `renewal`: an older one of its name is known. */
            certificate: {
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                name: string | null;
                renewal: boolean;
            } | null;
            /** @description How the overwrite question was answered, where it is known. */
            switchUsed: string | null;
            /** @description Other records of this very change; they are items, too. */
            witnesses: components["schemas"]["Witness"][];
            /** @description Position of the record that this one is another witness of. */
            witnessOf: number | null;
            /** @description The known robot behind it, as far as its traces tell: docs/robots.md. */
            robot: components["schemas"]["RobotSeen"] | null;
            /** @description Notes that refer to it. */
            notes: components["schemas"]["NoteBeside"][];
            /** @description It was dated later than it was recorded, and counts as of then. */
            clockAhead: boolean;
            /** @description What an inventory shows and no recorded event explains: changed by unknown, between these instants. */
            drift: {
                path: string;
                /** Format: date-time */
                since: string | null;
                /** Format: date-time */
                until: string;
            }[];
            /** @description What nobody can tell, for it happened in the same second as others. */
            ambiguous: components["schemas"]["Ambiguity"][];
        };
        Comparison: {
            /** @enum {string} */
            verdict: "agrees" | "disagrees" | "cannot-tell";
            /** @description Null: no certificate was presented, or it is not told by its thumbprint. */
            seen: string | null;
            /** @description Whether the server is known to hold what was seen. Null: unknown. */
            inStore: boolean | null;
            /** @description Null: the endpoint is not known of this server. */
            predicted: {
                /** @enum {string} */
                outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                /** @enum {string} */
                certainty: "high" | "medium" | "low";
                rule: string;
            } | null;
            /** @description Of Exchange. Null: unknown. */
            version: string | null;
        };
        Witness: {
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            occurredAt: string;
            type: string;
            source: string;
            reportedBy: string | null;
            tool: string | null;
        };
        RobotSeen: {
            id: string;
            name: string;
            /** @enum {string} */
            certainty: "high" | "medium" | "low";
            /** @description Others that the traces fit as well. */
            orElse: string[];
            /** @description The traces, in a sentence. */
            because: string;
            /** @description How often it ran on this server. */
            runs: number;
            /** @description By the intervals so far; null below three runs. */
            nextRun: {
                /** Format: date-time */
                last: string;
                /** Format: date-time */
                expected: string;
                /** Format: date-time */
                earliest: string;
                /** Format: date-time */
                latest: string;
            } | null;
        };
        NoteBeside: {
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            occurredAt: string;
            actor: string | null;
            text: string;
            ticket: string | null;
        };
        TimelineGroup: {
            title: string;
            /** @description Its items of this page, newest first. */
            positions: number[];
            /** @description Several records of one change count once. */
            events: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            servers: string[];
            actor: string | null;
            tool: string | null;
            robot: components["schemas"]["RobotSeen"] | null;
            /** @description Before and after all of it; what was taken back is left out. */
            changes: {
                server: string;
                endpoint: string;
                before: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                after: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                rule: string | null;
            }[];
            /** @description Overwrites of the default SMTP certificate that were taken back within a minute. */
            folds: components["schemas"]["FoldedPair"][];
        };
        FoldedPair: {
            title: string;
            server: string;
            seconds: number;
            /** @description Of the overwrite and of the restoration. */
            positions: number[];
            /** @description SHA-1, 40 upper-case hex digits. */
            restored: string;
            /** @description SHA-1, 40 upper-case hex digits. */
            between: string | null;
        };
        BindingList: {
            items: components["schemas"]["Binding"][];
            next: string | null;
            total: number;
            freshness: components["schemas"]["Freshness"];
            query?: components["schemas"]["QueryEcho"];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Binding: {
            server: string;
            /** @description `internal-transport`, `receive:<connector>:starttls`, `iis:<site>:<ip>:<port>:<host>`, … */
            endpoint: string;
            via: string | null;
            /** @enum {string} */
            outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint: string | null;
            /** @enum {string} */
            certainty: "high" | "medium" | "low";
            rule: string;
            decidedBy: string[];
            events: number[];
            smtpResponse: string | null;
            candidates: {
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string;
                /** @enum {string} */
                verdict: "selected" | "eligible" | "rejected";
                reasons: string[];
            }[];
            notes: string[];
            /** Format: date-time */
            changesAt: string | null;
            /** @description SHA-1, 40 upper-case hex digits. */
            healthierCandidate: string | null;
            sources: string[];
            certificate: components["schemas"]["Certificate"] | null;
            lastChanged?: {
                /** Format: date-time */
                at: string;
                by: string | null;
                /** @description Position in the log of the organization. */
                position: number | null;
            } | null;
            /** Format: date-time */
            lastSeenAt: string | null;
        };
        /** @description The facts of a certificate, section 1 of the contract; an absent key is unknown, null is known to be unset. */
        Certificate: {
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint: string;
        } & {
            [key: string]: unknown;
        };
        CertificateList: {
            items: components["schemas"]["CertificateItem"][];
            next: string | null;
            total: number;
            freshness: components["schemas"]["Freshness"];
            query?: components["schemas"]["QueryEcho"];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        CertificateItem: {
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint: string;
            installedOn: {
                server: string;
                services?: string[] | null;
            }[];
            presentedAt: {
                server: string;
                endpoint: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        Namings: {
            items: components["schemas"]["Naming"][];
            /** @description More than 1,000 servers hold it; the others were not looked at. */
            cut: boolean;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Naming: {
            /** @enum {string} */
            kind: "internal-transport" | "receive-connector" | "send-connector" | "hybrid" | "iis-binding" | "pop" | "imap" | "auth-config" | "tls-bridge";
            /** @description Null: a setting of the organization. */
            server: string | null;
            /** @description Of the connector, the binding or the pool; of the Auth configuration current, next or previous. */
            name: string | null;
            /** @description As it is set. */
            value: string;
            /** @description False: it means any certificate of that issuer and subject, or of that host name. */
            exact: boolean;
        };
        FindingList: {
            items: components["schemas"]["Finding"][];
            next: string | null;
            total: number;
            freshness: components["schemas"]["Freshness"];
            query?: components["schemas"]["QueryEcho"];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        AlertRules: {
            items: components["schemas"]["AlertRule"][];
        };
        AlertRule: {
            id: string;
            name: string;
            about: string;
            /** @enum {string|null} */
            severity: "critical" | "high" | "medium" | "low" | null;
            enabled: boolean;
            condition: {
                kind: string;
            } & {
                [key: string]: unknown;
            };
            owner: string | null;
            /** @description Null: every channel. */
            channels: string[] | null;
            /** @enum {string} */
            robots: "told" | "expected";
            builtIn: boolean;
            /** Format: date-time */
            savedAt: string | null;
            savedBy: string | null;
        };
        BackTest: {
            rule: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            hits: number;
            withoutConditions: number | null;
            items: {
                /** Format: date-time */
                at: string;
                server: string | null;
                what: string;
            }[];
            /** @enum {string} */
            over: "changes" | "findings" | "now";
            cutOff: boolean;
        };
        AlertChannels: {
            items: components["schemas"]["AlertChannel"][];
            /** @description What keeps people from being told. */
            warnings: string[];
        };
        AlertChannel: {
            name: string;
            /** @enum {string} */
            kind: "webhook" | "cloudevents" | "alertmanager" | "slack" | "teams" | "pagerduty" | "email" | "syslog" | "program";
            /** @description Secrets are shown as `…`; sent so, they stay as they are. */
            settings: {
                [key: string]: unknown;
            };
            enabled: boolean;
            /** @enum {string} */
            leastSeverity: "critical" | "high" | "medium" | "low";
            digest: boolean;
            /** Format: date-time */
            savedAt: string;
            savedBy: string | null;
        };
        ChannelTest: {
            /** @enum {string} */
            outcome: "delivered" | "retry" | "never" | "unknown";
            detail: string | null;
        };
        ChannelKinds: {
            items: components["schemas"]["ChannelKind"][];
        };
        ChannelKind: {
            /** @enum {string} */
            kind: "webhook" | "cloudevents" | "alertmanager" | "slack" | "teams" | "pagerduty" | "email" | "syslog" | "program";
            title: string;
            /** @description Markdown, for administrators. */
            about: string;
            limits: string;
            /** @description How one sees that it works. */
            testing: string;
            /** @description Alerts about mail flow need another way beside it. */
            isMail: boolean;
            /** @description Keys of the settings that are sealed and never shown. */
            secrets: string[];
            /** @description JSON Schema of the settings. */
            settings: {
                [key: string]: unknown;
            };
        };
        ChannelRecords: {
            /** Format: date-time */
            since: string;
            /** @description Of channels that have got no message since then there is none. */
            items: components["schemas"]["ChannelRecord"][];
        };
        ChannelRecord: {
            channel: string;
            delivered: number;
            undelivered: number;
            /** @description Still to be delivered, whenever they were made. */
            due: number;
            /** @description Of those that are due: tried at least once. */
            triedInVain: number;
            /** Format: date-time */
            lastDeliveredAt: string | null;
            /** @description The newest, at most five. */
            last: {
                /**
                 * Format: uuid
                 * @description The first of the alerts that it tells of; null: a digest or a change.
                 */
                alert: string | null;
                title: string;
                messageState: string;
                /** @enum {string} */
                state: "due" | "delivered" | "undelivered";
                attempts: number;
                /** Format: date-time */
                madeAt: string;
                /** Format: date-time */
                lastTriedAt: string | null;
                /** Format: date-time */
                finishedAt: string | null;
                /** @description What the receiver said. */
                detail: string | null;
            }[];
        };
        AlertLife: {
            /** @description The newest first. */
            items: components["schemas"]["AlertLifeEvent"][];
            /** @description What happened before was not looked at. */
            cutOff: boolean;
        };
        AlertLifeEvent: {
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            what: "fired" | "reopened" | "escalated" | "acknowledged" | "resolved" | "corrected";
            /**
             * @description Where it began or got worse.
             * @enum {string|null}
             */
            severity: "critical" | "high" | "medium" | "low" | null;
            episode: number;
            /** @description What people were told, where it began or got worse. */
            summary: string | null;
            by: string | null;
            note: string | null;
            ticket: string | null;
            /** @description Why it ended, or what contradicts it. */
            reason: string | null;
        };
        AlertList: {
            items: components["schemas"]["Alert"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** @description What keeps people from being told. */
            warnings: string[];
        };
        Alert: {
            /**
             * Format: uuid
             * @description The same for ever for this rule and subject.
             */
            id: string;
            /** @enum {string} */
            state: "firing" | "acknowledged" | "resolved";
            rule: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low";
            server: string | null;
            endpoint: string | null;
            title: string;
            /** @description What is the matter, without the place. */
            headline: string;
            summary: string;
            /** @description Null: it was not there, or the alert is not about what is presented. */
            before: {
                outcome: string;
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                text: string;
            } | null;
            /** @description Null: it was not there, or the alert is not about what is presented. */
            after: {
                outcome: string;
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                text: string;
            } | null;
            evidence: {
                name: string;
                value: string;
            }[];
            /** @description What to type or do, in this order; the way back first where there is one. */
            remedy: string[];
            /** @description The change behind it. Null: time alone, or nobody knows. */
            cause: {
                what: string;
                /** Format: date-time */
                occurredAt: string;
                /** Format: date-time */
                recordedAt: string;
                actor: string | null;
                tool: string | null;
                /** @description Position in the log of the organization. */
                position: number;
                lateBySeconds: number | null;
            } | null;
            /** @description How often it fired. */
            episode: number;
            /** Format: date-time */
            firedAt: string;
            /** Format: date-time */
            changedAt: string;
            /** @description Position in the log of the organization. */
            position: number;
            acknowledged: {
                /** Format: date-time */
                at: string;
                by: string;
                note: string | null;
                ticket: string | null;
            } | null;
            resolved: {
                /** Format: date-time */
                at: string;
                reason: string;
                by: string | null;
                note: string | null;
            } | null;
            /** @description Why what was told turned out to be otherwise. */
            corrected: string | null;
            owner: string | null;
            /**
             * Format: uuid
             * @description Alerts with the same one are told in one message.
             */
            group: string | null;
            /** @description Why nobody is told. */
            heldBack: string | null;
            deliveries: components["schemas"]["DeliveryResult"][];
            links: {
                timeline: string | null;
                explain: string | null;
            };
        };
        DeliveryResult: {
            channel: string;
            /** @description What was told: firing, acknowledged, resolved, corrected. */
            messageState: string;
            /** @enum {string} */
            state: "due" | "delivered" | "undelivered";
            attempts: number;
            /** Format: date-time */
            madeAt: string;
            /** Format: date-time */
            lastTriedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            /** Format: date-time */
            nextTryAt: string | null;
            /** @description What the receiver said. */
            detail: string | null;
        };
        Silences: {
            items: components["schemas"]["Silence"][];
        };
        Silence: {
            /** Format: uuid */
            id: string;
            matches: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            by: string;
            reason: string;
            ticket: string | null;
        };
        Digest: {
            /** @description Of each day, UTC; null: no digest is sent. */
            hour: number | null;
            title: string;
            summary: string;
            lines: {
                name: string;
                value: string;
            }[];
        };
        QueryFields: {
            /** @enum {string} */
            list: "servers" | "bindings" | "certificates" | "findings";
            fields: {
                name: string;
                /** @description Other names. */
                also: string[];
                /** @enum {string} */
                kind: "text" | "choice" | "number" | "instant" | "flag";
                means: string;
                /** @description Holds any number of values; a test holds when it holds for one of them. */
                many: boolean;
                /** @description Bare words are looked for in it. */
                freeText: boolean;
                operators: string[];
                /** @description Absent: not enumerable. */
                values?: {
                    value: string;
                    count: number;
                }[];
                unknown?: number;
                none?: number;
                more?: boolean;
            }[];
            sort: string[];
            shortcuts: {
                name: string;
                query: string;
                means: string;
            }[];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Facets: {
            /** @enum {string} */
            list: "servers" | "bindings" | "certificates" | "findings";
            total: number;
            facets: {
                [key: string]: {
                    /** @description The most frequent first. */
                    values: {
                        value: string;
                        count: number;
                    }[];
                    unknown: number;
                    none: number;
                    more: boolean;
                };
            };
            query?: components["schemas"]["QueryEcho"];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        SavedViewList: {
            items: components["schemas"]["SavedView"][];
        };
        SavedView: {
            name: string;
            /** @enum {string} */
            list: "servers" | "bindings" | "certificates" | "findings";
            where: string;
            sort: string | null;
            columns: string[] | null;
            description: string | null;
            /** Format: date-time */
            savedAt: string;
            savedBy: string | null;
        };
        Plan: {
            /** @enum {string} */
            outcome: "applied" | "refused" | "indeterminate";
            refused: {
                /** @description Which command, from 0. */
                command: number;
                rule: string;
                message: string;
            }[];
            prompts: {
                /** @description Which command, from 0. */
                command: number;
                /** @description Whether the overwrite question is asked; null: it may be. */
                shown: boolean | null;
                /** @description SHA-1, 40 upper-case hex digits. */
                current?: string;
                /** @description SHA-1, 40 upper-case hex digits. */
                replacement?: string;
                rule: string;
            }[];
            facts: {
                server: string | null;
                path: string;
                before?: unknown;
                after?: unknown;
            }[];
            /** @description Endpoints that present something else afterwards. */
            changes: {
                server: string;
                endpoint: string;
                before: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                after: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                rule: string | null;
            }[];
            risks: components["schemas"]["Risk"][];
            notes: {
                /** @description Which command, from 0. */
                command: number | null;
                /** @enum {string} */
                code: "FACT_UNKNOWN" | "SERVICES_NONE_DOES_NOT_CLEAR" | "WILDCARD_POP_IMAP_NOT_SET" | "LOOPBACK_BINDING_UNKNOWN" | "NO_DEFAULT_WEB_SITE" | "ITC_NOT_PUBLISHED_2007" | "PROMPT_UNANSWERED" | "EAC_NO_UNDOCUMENTED" | "EAC_TASKS_REMOVED" | "FQDN_WITH_EXCHANGESERVER_AUTH" | "UNDO_INCOMPLETE";
            }[];
            searched: {
                servers: number;
                endpoints: number;
            };
            unchanged: number;
            undo: components["schemas"]["Command"][];
            /** @description The same answered No, where that is less risky. */
            safer: {
                commands: components["schemas"]["Command"][];
                risks: components["schemas"]["Risk"][];
            } | null;
            followUps: {
                kind: string;
                server: string | null;
                endpoint: string | null;
                rule: string | null;
                summary: string;
                commands: string[];
            }[];
            /** @description The unknown facts that keep commands undecided. */
            missing: {
                /** @description Which command, from 0. */
                command: number;
                fact: string;
                /** @description Whose export tells it. */
                tells: string;
            }[];
            choices: {
                /** @description Which command, from 0. */
                command: number;
                /** @enum {string} */
                of: "servers" | "certificates" | "connectors";
                names: string[];
                more: number;
            }[];
            /** @description Endpoints of these servers that are unknown before and after. */
            stillUnknown: number;
            /** @description Every certificate that the plan names. */
            certificates: ({
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string;
            } & {
                [key: string]: unknown;
            })[];
            /** @description The commands as they were read. */
            commands: components["schemas"]["Command"][];
            warnings: {
                place: string;
                message: string;
            }[];
            /** @description Lists of which only some entries are known; null: of the organization. */
            partlyKnown: {
                server: string | null;
                key: string;
            }[];
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Risk: {
            /** @description The rule: `RO-01`. */
            id: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low";
            server: string;
            endpoint: string | null;
            /** @description The state before the commands did not have it. */
            introduced: boolean;
            summary: string;
            evidence: {
                [key: string]: unknown;
            };
            remediation: string[];
            sources: string[];
        };
        /** @description Section 4 of the contract; docs/commands.md has every key. */
        Command: {
            /** @enum {string} */
            cmdlet: "Enable-ExchangeCertificate" | "Import-ExchangeCertificate" | "New-ExchangeCertificate" | "Remove-ExchangeCertificate" | "Set-ReceiveConnector" | "Set-SendConnector" | "Set-PopSettings" | "Set-ImapSettings";
            server?: string;
            /** @description Of a connector; may be `SERVER\name`. */
            identity?: string;
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint?: string;
            services?: string[];
            /**
             * @description To the overwrite question; Enter is `yes`.
             * @enum {string}
             */
            answer?: "yes" | "no" | "force" | "unanswered";
            /** @enum {string} */
            surface?: "shell" | "eac";
        } & {
            [key: string]: unknown;
        };
        FleetDocument: {
            /** @description A fleet document (CONTRACT section 1). Null: more than 20 servers would be needed, none was named, or the organization is too large to be looked through; POST /plans answers. */
            document: ({
                /** @enum {string} */
                format: "certfleet.fleet/1";
            } & {
                [key: string]: unknown;
            }) | null;
            /** @description It holds every server of the organization. */
            whole: boolean;
            /** @description How many servers the organization has. */
            servers: number;
            /** @description Lists of which only some entries are known; null: of the organization. */
            partlyKnown: {
                server: string | null;
                key: string;
            }[];
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        PresentationList: {
            items: components["schemas"]["Presentation"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** @description How often each rule was right, by version, whatever page or filter was asked for. */
            counts: {
                rule: string;
                /** @enum {string|null} */
                version: "2007" | "2010" | "2013" | "2016" | "2019" | "SE" | null;
                agrees: number;
                disagrees: number;
                cannotTell: number;
            }[];
            /**
             * Format: date-time
             * @description What was seen before is left out.
             */
            since: string;
            /** @description Not everything since then was looked at: there was too much. */
            cut: boolean;
        };
        Presentation: {
            server: string;
            endpoint: string;
            /** Format: date-time */
            observedAt: string;
            observedFrom: string | null;
            protocol: string | null;
            port: number | null;
            /** @description The name that was sent (SNI); null: none, or unknown. */
            serverName: string | null;
            /** @description Position in the log of the organization. */
            position: number;
            seen: {
                /**
                 * @description Null: what was seen says nothing of the certificate. `NO_CERTIFICATE`: none was shown, and it is not told why.
                 * @enum {string|null}
                 */
                outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "NO_CERTIFICATE" | null;
                thumbprint: string | null;
                chain: string[];
                reason: string | null;
                /** @description What the server said. */
                line: string | null;
                injectedBytes: number;
            };
            /** @description What is foretold for that instant; null: nothing, for example because the server has changed since. */
            predicted: {
                /** @enum {string} */
                outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                /** @enum {string} */
                certainty: "high" | "medium" | "low";
                rule: string;
                notes: string[];
                /** @enum {string|null} */
                version: "2007" | "2010" | "2013" | "2016" | "2019" | "SE" | null;
            } | null;
            /** @enum {string} */
            agreement: "agrees" | "disagrees" | "cannot-tell";
            reason: string;
            /** @description What may be behind a presentation that was not foretold. */
            hints: ("ANOTHER_ENDPOINT_HERE" | "IN_THIS_STORE" | "ON_ANOTHER_SERVER" | "NOT_IN_THE_INVENTORY" | "INVENTORY_IS_OLD")[];
        };
        ForecastList: {
            items: components["schemas"]["ForecastItem"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        ForecastItem: {
            /** Format: date-time */
            at: string;
            server: string;
            endpoint: string;
            /**
             * @description `stops`: no certificate is offered any more, or handshakes fail; `expires`: an expired one is presented; `switches`: another one.
             * @enum {string}
             */
            kind: "stops" | "expires" | "switches" | "starts" | "unknown";
            /** @description To be read after the name of the endpoint. */
            what: string;
            before: {
                /** @enum {string} */
                outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                certificate: components["schemas"]["Certificate"] | null;
            };
            after: {
                /** @enum {string} */
                outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                /** @description SHA-1, 40 upper-case hex digits. */
                thumbprint: string | null;
                certificate: components["schemas"]["Certificate"] | null;
            };
            rule: string;
            /** @enum {string} */
            certainty: "high" | "medium" | "low";
            /** @description Windows events that the server logs from then on. */
            events: number[];
        };
        Diff: {
            from: {
                /** Format: date-time */
                at: string;
                server: string | null;
            };
            to: {
                /** Format: date-time */
                at: string;
                server: string | null;
            };
            changes: {
                server: string;
                endpoint: string;
                before: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                after: {
                    /** @enum {string} */
                    outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                    /** @description SHA-1, 40 upper-case hex digits. */
                    thumbprint: string | null;
                } | null;
                rule: string;
            }[];
            unchanged: number;
            searched: {
                servers: number;
                endpoints: number;
            };
            /** @description Those that the changes name. */
            certificates: components["schemas"]["Certificate"][];
            /** @description Between instants: which stand at the end and did not at the beginning, and the other way round. Null: the fleet is too large to be judged at another time. */
            findings: {
                introduced: components["schemas"]["PlainFinding"][];
                resolved: components["schemas"]["PlainFinding"][];
            } | null;
            /** @description Between instants: how many events of each type lie between. */
            events: {
                [key: string]: number;
            };
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        PlainFinding: {
            /** @description The rule: `RO-13`. */
            id: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low";
            server: string;
            /** @description Null: the server as a whole. */
            endpoint: string | null;
            summary: string;
            evidence: {
                [key: string]: unknown;
            };
            /** @description What to do, in this order. */
            remediation: string[];
            sources: string[];
        };
        History: {
            items: components["schemas"]["PresentedLane"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description Those that the ranges name, as far as anything is known of them. */
            certificates: components["schemas"]["Certificate"][];
        };
        PresentedLane: {
            server: string;
            endpoint: string;
            /** @description The earliest first, whole, even where they begin or end outside of the time. Where there is nothing between two, there was no such endpoint, or nothing was known. */
            ranges: components["schemas"]["PresentedRange"][];
            /** @description There are more than 200 ranges; the earliest are left out. */
            cut: boolean;
        };
        PresentedRange: {
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description Null: no end is known.
             */
            until: string | null;
            /** @enum {string} */
            outcome: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
            /** @description SHA-1, 40 upper-case hex digits. */
            thumbprint: string | null;
            rule: string;
            /** @enum {string} */
            certainty: "high" | "medium" | "low";
        };
        Verification: {
            verified: boolean;
            /** @description Intact up to this position, with the hash of the chain there; or damaged at this position, with the reason. */
            log: {
                intact: boolean;
                /** @description Position in the log of the organization. */
                position: number;
            } & {
                [key: string]: unknown;
            };
            /** @description Whether what is stored equals the fold of the log up to this position. */
            projection: {
                equal: boolean;
                /** @description Position in the log of the organization. */
                position: number;
                servers: number;
                differences: {
                    server: string | null;
                    what: string;
                }[];
            };
            /** Format: date-time */
            asOf: string;
        };
        QuarantineList: {
            items: components["schemas"]["Quarantined"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Quarantined: {
            ticket: string;
            /** @enum {string} */
            state: "quarantined" | "conflict";
            /** @enum {string} */
            kind: "events" | "import";
            filename: string | null;
            /** Format: date-time */
            receivedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            sha256: string;
            size: number;
            reason: string | null;
            remedy: string | null;
            /**
             * Format: date-time
             * @description When somebody marked it as seen.
             */
            seenAt: string | null;
            seenBy: string | null;
            seenNote: string | null;
            /** @description How it ended before it was tried again, the oldest first. */
            tries: {
                /** @enum {string} */
                state: "quarantined" | "conflict";
                reason: string | null;
                /** Format: date-time */
                finishedAt: string | null;
                /**
                 * Format: date-time
                 * @description When it was tried again.
                 */
                again: string;
                by: string;
            }[];
        };
        SourceList: {
            items: components["schemas"]["Source"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
            /** @description Of the whole organization: the servers whose clocks are in doubt. */
            clocks: {
                /** @description Its instants are not to be believed. */
                suspect: boolean;
                /** @description Why, in a sentence. */
                what: string | null;
                /** @description Received minus sent, the last time that a sender said when it sent. Null: unknown. */
                measured: {
                    offsetMs: number;
                    /** Format: date-time */
                    at: string;
                    by: string | null;
                } | null;
                /** @description Events dated more than five minutes later than they were recorded. Null: none. */
                ahead: {
                    events: number;
                    mostMs: number;
                    /** Format: date-time */
                    lastAt: string;
                } | null;
                server: string;
            }[];
        };
        Source: {
            source: string;
            epoch: string | null;
            /** @description Null: it speaks for the organization. */
            server: string | null;
            /**
             * @description Whether a hole in its numbers is a missing event: only where it says that it numbers every event.
             * @enum {string}
             */
            numbering: "every-event" | "with-holes" | "unknown";
            events: number;
            first: number | null;
            last: number | null;
            /** Format: date-time */
            lastRecordedAt: string;
            /** @description How many events never came. Null: unknown. */
            missing: number | null;
            /** @description At most 100. */
            gaps: components["schemas"]["Gap"][];
        };
        Status: {
            /** @description Of this Certfleet. */
            version: string;
            organization: string;
            /**
             * @description Busy: something waits, and is worked on. Stuck: see `wrong`.
             * @enum {string}
             */
            state: "well" | "busy" | "stuck";
            /** @description What keeps it, a sentence each, with what to do. */
            wrong: string[];
            log: {
                /** @description Position in the log of the organization. */
                position: number;
                /** @description SHA-256 of the chain there, hex. Keep a copy elsewhere: it proves the log later. */
                hash: string;
                /** Format: date-time */
                lastRecordedAt: string | null;
            };
            projection: {
                /** @description Position in the log of the organization. */
                position: number;
                /** @description Events that answers do not hold yet. */
                behind: number;
                /** @description Who has the right to the work now. Null: nobody; that is nothing amiss while nothing waits. */
                worker: {
                    name: string;
                    /** Format: date-time */
                    until: string;
                } | null;
            };
            /** @description What was sent, by what became of it. */
            inbox: {
                waiting: number;
                /** Format: date-time */
                oldestWaiting: string | null;
                recorded: number;
                duplicate: number;
                conflict: number;
                quarantined: number;
            };
            alerts: {
                /** @description Changes up to here were looked at. */
                position: number;
                behind: number;
                /**
                 * Format: date-time
                 * @description When what stands was last compared with the alerts. Null: never.
                 */
                comparedAt: string | null;
                /** @description Messages that wait for their channel. */
                due: number;
                /** Format: date-time */
                oldestDue: string | null;
                /** @description Messages that were given up. */
                undelivered: number;
            };
            servers: {
                known: number;
                silent: number;
                /** Format: date-time */
                silentSince: string;
            };
            /** Format: date-time */
            asOf: string;
            /** @description Position in the log of the organization. */
            position: number;
        };
        KeyList: {
            items: components["schemas"]["Key"][];
            next: string | null;
            total: number;
            /** @description Position in the log of the organization. */
            position: number;
            /** Format: date-time */
            asOf: string;
        };
        Key: {
            name: string;
            /** @enum {string} */
            role: "administrator" | "reader" | "collector";
            /** @description The only servers it may report on. Null: every server. */
            servers: string[] | null;
            /**
             * Format: date-time
             * @description Null: good until it is revoked.
             */
            expiresAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        KeyMade: {
            name: string;
            /** @enum {string} */
            role: "administrator" | "reader" | "collector";
            /** @description The only servers it may report on. Null: every server. */
            servers: string[] | null;
            /**
             * Format: date-time
             * @description Null: good until it is revoked.
             */
            expiresAt: string | null;
            organization: string;
            /** @description The secret that requests bear. It is told this once; only its hash is kept. */
            key: string;
        };
        KeyRevoked: {
            name: string;
            organization: string;
        };
        OwnKey: {
            name: string;
            /** @enum {string} */
            role: "administrator" | "reader" | "collector";
            /** @description The only servers it may report on. Null: every server. */
            servers: string[] | null;
            organization: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        /** @description RFC 9457. `type` tells the kind: `urn:certfleet:problem:bad-request`, `…:unprocessable`, `…:private-key`, … */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The request, as the log of the server names it. */
            instance: string;
            remedy?: string;
            /** @description Where in the body. */
            place?: string;
            /** @description Which event of a batch, from 0. */
            index?: number;
            /** @description How far the projection had come, where it was waited for. */
            position?: number;
            errors?: {
                parameter?: string;
                index?: number;
                place?: string;
                message: string;
                remedy?: string;
                /** @description Of a query: the text it stands in. */
                text?: string;
                /** @description Of a query: the column of that text, from 1, where it begins. */
                column?: number;
                suggestions?: string[];
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    EventsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    EventsController_take: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: {
                /** @description What time it is at the sender, RFC 3339 with its zone: so a clock that is off shows. */
                "Certfleet-Sent-At"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/cloudevents+json": Record<string, never>;
                "application/cloudevents-batch+json": Record<string, never>;
                "application/x-ndjson": Record<string, never>;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsAccepted"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_take: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description The server that the file is about, where the file does not say. */
                server?: string;
                /** @description When the export was made, where the file does not say. */
                observedAt?: string;
                /** @description Where neither the file nor `observedAt` says it: from the instant in the name of the file, read as UTC; in a zip also from when the file was last changed, if the zip says that with a zone. */
                observedAtFrom?: "name" | "mtime";
                filename?: string;
                /** @description Keys of the server whose lists are exhaustive, separated by commas. */
                complete?: string;
            };
            header?: {
                /** @description What time it is at the sender, RFC 3339 with its zone: so a clock that is off shows. */
                "Certfleet-Sent-At"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "multipart/form-data": string;
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportAccepted"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TicketsController_many: {
        parameters: {
            query: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description Tickets, separated by commas, at most 100. */
                tickets: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TicketsController_one: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ServersController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                /** @description Fields to order by: `notAfter,-server`. */
                sort?: string;
                /** @description A server counts as silent when nothing was heard of it for so long. */
                silentAfter?: string;
                /** @description json, or a file: csv, ndjson, md. Without it the header Accept decides. */
                format?: "json" | "ndjson" | "csv" | "md";
                /** @description Of a file: its columns, separated by commas. */
                columns?: string;
                server?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ServersController_one: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
            };
            header?: never;
            path: {
                fqdn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ServersController_selections: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                endpoint?: string;
                /** @description With the worked path of each answer. */
                trace?: "true" | "false";
            };
            header?: never;
            path: {
                fqdn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Selections"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ServersController_timeline: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Only events that changed what this endpoint presents. A page may then hold fewer than there are. */
                endpoint?: string;
            };
            header?: never;
            path: {
                fqdn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    BindingsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description So many rows are passed over first: for who jumps to a place of a long list. Reading it whole goes by cursor. */
                skip?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                /** @description Fields to order by: `notAfter,-server`. */
                sort?: string;
                /** @description A server counts as silent when nothing was heard of it for so long. */
                silentAfter?: string;
                /** @description json, or a file: csv, ndjson, md. Without it the header Accept decides. */
                format?: "json" | "ndjson" | "csv" | "md";
                /** @description Of a file: its columns, separated by commas. */
                columns?: string;
                server?: string;
                endpoint?: string;
                outcome?: "PRESENTED" | "NOT_ADVERTISED" | "HANDSHAKE_FAILS" | "INDETERMINATE";
                thumbprint?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BindingList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CertificatesController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                /** @description Fields to order by: `notAfter,-server`. */
                sort?: string;
                /** @description A server counts as silent when nothing was heard of it for so long. */
                silentAfter?: string;
                /** @description json, or a file: csv, ndjson, md. Without it the header Accept decides. */
                format?: "json" | "ndjson" | "csv" | "md";
                /** @description Of a file: its columns, separated by commas. */
                columns?: string;
                server?: string;
                thumbprint?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CertificatesController_namings: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
            };
            header?: never;
            path: {
                thumbprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Namings"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FindingsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                /** @description Fields to order by: `notAfter,-server`. */
                sort?: string;
                /** @description A server counts as silent when nothing was heard of it for so long. */
                silentAfter?: string;
                /** @description json, or a file: csv, ndjson, md. Without it the header Accept decides. */
                format?: "json" | "ndjson" | "csv" | "md";
                /** @description Of a file: its columns, separated by commas. */
                columns?: string;
                server?: string;
                rule?: string;
                severity?: "critical" | "high" | "medium" | "low";
                /** @description standing: holds now; coming: time alone will make it hold, or say something else; resolved: held once, not told of another time. */
                state?: "standing" | "coming" | "resolved" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_rules: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRules"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_saveRule: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_forgetRule: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_backTest: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    rule?: Record<string, never>;
                    days?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackTest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_channels: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertChannels"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_saveChannel: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertChannel"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_forgetChannel: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertSettingsController_test: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertRecordController_kinds: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelKinds"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertRecordController_deliveries: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelRecords"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertRecordController_life: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertLife"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description open: firing or acknowledged. */
                state?: "open" | "firing" | "acknowledged" | "resolved" | "all";
                rule?: string;
                server?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_silences: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description current: not over, those to come included. */
                state?: "current" | "past";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Silences"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_silence: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Silence"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_unsilence: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_digest: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Digest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_chooseDigest: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    hour: number | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_one: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AlertsController_acknowledge: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    note?: string;
                    ticket?: string;
                    accept?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QueryController_fields: {
        parameters: {
            query: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                list: "servers" | "bindings" | "certificates" | "findings";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueryFields"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QueryController_facets: {
        parameters: {
            query: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                list: "servers" | "bindings" | "certificates" | "findings";
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                /** @description Fields to count by, separated by commas; without it the usual ones. */
                fields?: string;
                /** @description How many values of each field. */
                most?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_one: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_save: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    list: "servers" | "bindings" | "certificates" | "findings";
                    where?: string;
                    sort?: string | null;
                    columns?: string[] | null;
                    description?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_forget: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PlansController_plan: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Commands of section 4 of the contract, or cmdlet lines, one an element; or one text of cmdlet lines, one a line. */
                    commands: (components["schemas"]["Command"] | string)[] | string;
                    /**
                     * Format: date-time
                     * @description The state as it was, or will be, at this instant. Null: now.
                     */
                    asOf?: string | null;
                    /** @description Names or patterns such as `EX*`: each command that names no server is planned for each of these. */
                    servers?: string[] | null;
                    /** @description The certificate that an Import-ExchangeCertificate on a cmdlet line imports. */
                    certificate?: Record<string, never> | null;
                    /**
                     * @description The answer to the overwrite question where a command gives none.
                     * @enum {string|null}
                     */
                    answer?: "yes" | "no" | "force" | "unanswered" | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FleetDocumentController_one: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description Names of servers, separated by commas, at most 20. Not needed of an organization that has no more servers. */
                server?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDocument"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PresentationsController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                server?: string;
                endpoint?: string;
                agreement?: "agrees" | "disagrees" | "cannot-tell";
                /** @description What was seen within so many days. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentationList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TimelineController_all: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TimelineController_certificate: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description The state as it was, or will be, at this instant. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                thumbprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ForecastController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                server?: string;
                /** @description So many days from now on. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ForecastController_feed: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description A query: `role:starttls notAfter:<+30d`. docs/query.md has the language. */
                where?: string;
                /** @description A saved view; `where` narrows it. */
                view?: string;
                server?: string;
                /** @description So many days from now on. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DiffController_diff: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description Compare what was presented then … */
                from?: string;
                /** @description … with what was, or will be, presented at this instant. Default: now. */
                to?: string;
                /** @description This server only; with `other`, the first of the two. */
                server?: string;
                /** @description Compare `server` with this one, at one instant. */
                other?: string;
                /** @description With `other`: the instant. Default: now. */
                asOf?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HistoryController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Where the time begins. Default: half a year ago. */
                from?: string;
                /** @description Where it ends; it may lie in the future. Default: in 400 days. */
                to?: string;
                /** @description As it was known when the commit that holds this position of the log was recorded. */
                knownAt?: number;
                server?: string;
                endpoint?: string;
                /** @description Only endpoints that presented this certificate in that time. */
                thumbprint?: string;
                /** @description Only endpoints whose answer became another one in that time. */
                changed?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StreamController_stream: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                after?: number;
            };
            header?: {
                /** @description Position of the last event that was received. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    VerificationController_verify: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description A copy of a head hash, kept elsewhere: it must stand in the chain. */
                head?: string;
                /** @description Where the log ended when that hash was copied. */
                headPosition?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    LogController_export: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QuarantineController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
                /** @description Whether somebody has marked it as seen. */
                seen?: "no" | "yes" | "any";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QuarantineController_retry: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    QuarantineController_seen: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    note?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SourcesController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StatusController_status: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                /** @description A server counts as silent when nothing was heard of it for so long. */
                silentAfter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KeysController_list: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Answers once the projection has reached this position of the log; 504 after 5 seconds. */
                waitFor?: number;
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KeysController_make: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    role: "collector" | "reader" | "administrator";
                    /** @description For a collector: the full names of the only servers that it may report on. Absent: every server. */
                    servers?: string[];
                    /**
                     * Format: date-time
                     * @description Absent: good until it is revoked.
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyMade"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KeysController_revoke: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRevoked"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OwnKeyController_own: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnKey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_alive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MetricsController_metrics: {
        parameters: {
            query?: {
                /** @description The organization, where the credential has several. Default: `default`. */
                organization?: string;
                /** @description Groups of metrics, one or several times. Without it all; of a large fleet those that stay few. */
                "collect[]"?: ("summary" | "projection" | "ingest" | "findings" | "reliance" | "notifications" | "sources" | "presented" | "certificates") | ("summary" | "projection" | "ingest" | "findings" | "reliance" | "notifications" | "sources" | "presented" | "certificates")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
